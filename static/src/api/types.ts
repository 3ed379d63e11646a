// Written by `manage.py api_types` from the API's description. Do not edit: `make lint` says when it is stale.

export interface Artist {
  id: number;
  name: string;
  slug: string;
  colour?: string;
  about?: string;
}

/** Which asset a decision is asked for. */
export interface AskRequest {
  asset: string;
}

export interface Asset {
  id: string;
  project: string;
  kind: AssetKindEnum;
  version: number;
  name: string;
  sha256: string;
  size_bytes: number;
  media_type: string;
  duration_s?: number | null;
  measures?: unknown;
  provenance?: unknown;
  created_by?: number | null;
  created_at: string;
  links: Record<string, string>;
}

export type AssetKindEnum = "vocal" | "reference" | "style_clip" | "flat_mix" | "photo" | "candidate" | "instrumental" | "stem" | "mix" | "master" | "still" | "clip" | "video" | "document" | "package";

export type BlankEnum = "";

export interface Choice {
  type: string;
  label: string;
  in_app: boolean;
  email: EmailEnum;
}

export interface ChoiceRequest {
  in_app: boolean;
  email: EmailEnum;
}

export interface Comment {
  id: number;
  asset: string;
  parent: number | null;
  text: string;
  at_s: number | null;
  end_s: number | null;
  mentions: number[];
  by: number | null;
  at: string;
  resolved_at: string | null;
  resolved_by: number | null;
}

/** `open` as a verdict: the decision before was undone. */
export interface Decision {
  id: number;
  review: number;
  verdict: ReviewState;
  reason?: string;
  by?: number | null;
  at: string;
}

export interface Declaration {
  asked: Statement[];
}

/** Statements about rights, by name: `lyrics`, `voice`, `reference`, `photo`, `track`. */
export interface DeclaringRequest {
  declaration?: string[];
}

export type EmailEnum = "off" | "instant" | "daily";

export interface Engine {
  key: string;
  capability: string;
  name: string;
  version: string;
  licences: string[];
  says: string;
  queue: string;
  vram_bytes: number;
  weights: Record<string, string>;
}

/** Every answer that says no. */
export interface Error {
  /** Stable; for programs. */
  code: string;
  /** Words for people, in their language. */
  message: string;
  /** The part of the request that is wrong. */
  field: string | null;
}

/** What a socket would have carried. */
export interface Event {
  seq: number;
  type: string;
  at: string;
  by: number | null;
  data: Record<string, unknown>;
  project: string;
}

export type GenreEnum = "pop" | "hip_hop" | "house" | "rock" | "rnb" | "lofi";

/** A stage as the label's staff see it: whose it is, on which worker, and what went wrong. */
export interface Job {
  id: number;
  run: number;
  name: string;
  kind: string;
  position?: number;
  queue?: string;
  needs?: unknown;
  params?: unknown;
  engine?: string;
  state?: StageState;
  is_stalled: boolean;
  attempt?: number;
  progress?: number;
  message?: string;
  eta_s: number | null;
  result?: unknown;
  provenance?: unknown;
  error_code?: string;
  error_words?: string;
  queued_at?: string | null;
  started_at?: string | null;
  finished_at?: string | null;
  seconds?: number;
  peak_memory_bytes?: number;
  cost?: string;
  project: string;
  title: string;
  worker?: string;
  traceback?: string;
  log?: string;
}

export interface Key {
  id: number;
  name: string;
  /** The first letters, to tell keys apart. */
  start: string;
  scopes: ScopesEnum[];
  created_at: string;
  expires_at?: string | null;
  last_used_at?: string | null;
  revoked_at?: string | null;
}

export interface Lyrics {
  number: number;
  text: string;
  by: number | null;
  at: string;
}

export interface LyricsRequest {
  text: string;
}

export interface MadeKey {
  id: number;
  name: string;
  /** The first letters, to tell keys apart. */
  start: string;
  scopes: ScopesEnum[];
  created_at: string;
  expires_at?: string | null;
  last_used_at?: string | null;
  revoked_at?: string | null;
  /** Shown this once and kept nowhere. */
  secret: string;
}

export interface Me {
  id: number;
  /** Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only. */
  username: string;
  display_name: string;
  email: string;
  /** anr, engineer, admin, or empty: an artist's side. */
  label_role: string;
  /** Empty: as the browser asks. */
  language: string;
  artists: number[];
  scopes: string[];
}

export type MeterEnum = "4/4" | "3/4" | "6/8";

/** A remark; with `parent` an answer in that thread. People are named in the text (`@Name`) or by id. */
export interface NewCommentRequest {
  text: string;
  at_s?: number | null;
  end_s?: number | null;
  parent?: number | null;
  mentions?: number[];
}

export interface NewKeyRequest {
  name: string;
  scopes: ScopesEnum[];
  days?: number | null;
}

/** Changes to a brief: only the fields that are sent. */
export interface NewSongRequest {
  title: string;
  genre?: string;
  mood?: string;
  bpm?: number | null;
  meter?: string;
  key?: string;
  notes?: string;
  candidates_wanted?: number;
  seed?: number;
  autopilot?: boolean;
  artist: number;
  kind?: string;
  lyrics?: string;
}

export interface Notification {
  id: number;
  type: string;
  project: string | null;
  by: number | null;
  /** The notice as a sentence, in your language. */
  words: string;
  /** The page it is about, down to the second. */
  link: string;
  data: unknown;
  at: string;
  read_at: string | null;
}

export interface PaginatedArtistList {
  next: string | null;
  previous: string | null;
  results: Artist[];
}

export interface PaginatedAssetList {
  next: string | null;
  previous: string | null;
  results: Asset[];
}

export interface PaginatedChoiceList {
  next: string | null;
  previous: string | null;
  results: Choice[];
}

export interface PaginatedCommentList {
  next: string | null;
  previous: string | null;
  results: Comment[];
}

export interface PaginatedDecisionList {
  next: string | null;
  previous: string | null;
  results: Decision[];
}

export interface PaginatedEngineList {
  next: string | null;
  previous: string | null;
  results: Engine[];
}

export interface PaginatedEventList {
  next: string | null;
  previous: string | null;
  results: Event[];
}

export interface PaginatedJobList {
  next: string | null;
  previous: string | null;
  results: Job[];
}

export interface PaginatedKeyList {
  next: string | null;
  previous: string | null;
  results: Key[];
}

export interface PaginatedLyricsList {
  next: string | null;
  previous: string | null;
  results: Lyrics[];
}

export interface PaginatedNotificationList {
  next: string | null;
  previous: string | null;
  results: Notification[];
}

export interface PaginatedPersonList {
  next: string | null;
  previous: string | null;
  results: Person[];
}

export interface PaginatedPickList {
  next: string | null;
  previous: string | null;
  results: Pick[];
}

export interface PaginatedProjectList {
  next: string | null;
  previous: string | null;
  results: Project[];
}

export interface PaginatedReviewList {
  next: string | null;
  previous: string | null;
  results: Review[];
}

export interface PaginatedRunList {
  next: string | null;
  previous: string | null;
  results: Run[];
}

export interface PaginatedSavedViewList {
  next: string | null;
  previous: string | null;
  results: SavedView[];
}

/** Changes to a brief: only the fields that are sent. */
export interface PatchedBriefRequest {
  title?: string;
  genre?: string;
  mood?: string;
  bpm?: number | null;
  meter?: string;
  key?: string;
  notes?: string;
  candidates_wanted?: number;
  seed?: number;
  autopilot?: boolean;
}

/** A way of looking at the inbox, as the query of its address. */
export interface PatchedSavedViewRequest {
  name?: string;
  query?: string;
}

/** `peaks` is low, high, low, high … in integers of `bits` bits. */
export interface Peaks {
  sample_rate: number;
  samples_per_px: number;
  bits: number;
  pixels: number;
  peaks: number[];
}

/** Somebody who can be named in a remark. */
export interface Person {
  id: number;
  /** Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only. */
  username: string;
  name: string;
}

export interface Pick {
  phase: string;
  asset: string;
  by: number | null;
  at: string;
}

export interface Project {
  id: string;
  artist: number;
  kind?: ProjectKindEnum;
  state?: ProjectState;
  title: string;
  genre?: GenreEnum | BlankEnum;
  mood?: string;
  bpm?: number | null;
  meter?: MeterEnum;
  /** For example A minor */
  key?: string;
  notes?: string;
  candidates_wanted?: number;
  seed?: number;
  /** Let the machine pick and go on; you can re-pick later. */
  autopilot?: boolean;
  event_seq: number;
  created_by?: number | null;
  created_at: string;
  updated_at: string;
}

export type ProjectKindEnum = "hybrid" | "rescue";

export type ProjectState = "draft" | "in_production" | "in_review" | "changes_requested" | "approved" | "released" | "archived";

export interface Read {
  /** How many were unread before. */
  read: number;
}

/** Why; an approval is only taken back with a reason. */
export interface ReasonRequest {
  reason?: string;
}

export interface Review {
  id: number;
  project: string;
  asset: string;
  round?: number;
  state?: ReviewState;
  requested_by?: number | null;
  requested_at: string;
}

export type ReviewState = "open" | "approved" | "changes_requested" | "rejected" | "withdrawn";

export interface Run {
  id: number;
  project: string;
  recipe: string;
  state?: RunState;
  params?: unknown;
  priority?: number;
  by?: number | null;
  created_at: string;
  finished_at?: string | null;
  stages: Stage[];
}

export type RunState = "running" | "done" | "failed" | "cancelled";

/** A way of looking at the inbox, as the query of its address. */
export interface SavedView {
  id: number;
  name: string;
  query?: string;
}

/** A way of looking at the inbox, as the query of its address. */
export interface SavedViewRequest {
  name: string;
  query?: string;
}

export type ScopesEnum = "read" | "write" | "decide" | "run" | "admin";

export interface Stage {
  id: number;
  run: number;
  name: string;
  kind: string;
  position?: number;
  queue?: string;
  needs?: unknown;
  params?: unknown;
  engine?: string;
  state?: StageState;
  is_stalled: boolean;
  attempt?: number;
  progress?: number;
  message?: string;
  eta_s: number | null;
  result?: unknown;
  provenance?: unknown;
  error_code?: string;
  error_words?: string;
  queued_at?: string | null;
  started_at?: string | null;
  finished_at?: string | null;
  seconds?: number;
  peak_memory_bytes?: number;
  cost?: string;
}

export type StageState = "waiting" | "queued" | "running" | "done" | "reused" | "failed" | "cancelled" | "skipped";

/** Which recipe to run, and its parameters. */
export interface StartRequest {
  recipe: string;
  params?: Record<string, unknown>;
}

export interface Statement {
  name: string;
  words: string;
  declared: boolean;
}

export interface VerdictRequest {
  verdict: string;
  reason?: string;
  quick?: string[];
}
