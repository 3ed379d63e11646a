// Written by `manage.py api_types` from the API's description. Do not edit: `make lint` says when it is stale.

export interface ActiveRequest {
  is_active: boolean;
}

export interface Activity {
  id: number;
  at: string;
  by: number | null;
  verb: string;
  /** The deed in words. */
  words: string;
  project: string | null;
  data: unknown;
}

export interface Album {
  id: string;
  artist: number;
  title: string;
  songs: AlbumSong[];
  is_family: boolean;
  brought: NewMaster[];
  file: string | null;
  created_at: string;
  updated_at: string;
}

/** One song in its place. `measures` hold its distances from the family and in what it stands apart. */
export interface AlbumSong {
  id: number;
  project: string;
  master: string;
  gap_s: number | null;
  measures: Record<string, unknown>;
}

export interface Artist {
  id: number;
  name: string;
  slug: string;
  colour?: string;
  about?: string;
}

export interface ArtistFacts {
  id: number;
  name: string;
  slug: string;
  colour?: string;
  about?: string;
}

export interface ArtistFactsRequest {
  name: string;
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

export type AssetKindEnum = "vocal" | "reference" | "style_clip" | "flat_mix" | "photo" | "candidate" | "instrumental" | "stem" | "mix" | "master" | "still" | "clip" | "video" | "document" | "package" | "preview" | "deliverable";

export type BlankEnum = "";

export interface Block {
  first_line: number;
  label: string;
  kind: string;
  syllables: number;
  lines: number;
  bars: number;
  seconds: number;
  times: number;
}

export interface Budget {
  cap: string;
  spent: string;
  promised: string;
  is_near: boolean;
  is_over: boolean;
}

/** What words would change: `lines` in words, `notes` what was not taken up, `by` who read them. */
export interface Change {
  wishes: Wish[];
  lines: string[];
  notes: string[];
  by: string;
}

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
  guest: string;
  at: string;
  resolved_at: string | null;
  resolved_by: number | null;
}

export interface Costs {
  by: string;
  budget: Budget | null;
  rows: Spent[];
}

export interface CountRequest {
  count?: number;
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

export interface Delivery {
  id: string;
  hook: string;
  type: string;
  /** waiting, delivered or failed. */
  standing: string;
  made_at: string;
  next_at: string | null;
  delivered_at: string | null;
  attempts: number;
  tried_at: string | null;
  status: number | null;
  duration_ms: number | null;
  /** The first 500 letters of the last answer. */
  answer: string;
  /** Why the last attempt failed. */
  words: string;
  body: string;
  by: number | null;
}

export interface Difference {
  old?: number | null;
  new: number;
  pieces: Piece[];
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

export interface Estimate {
  cost: string;
  work_s: number;
  wall_s: number;
  samples: number;
  /** Kinds of stages never done here. */
  unknown: string[];
  /** Why it would be refused; null when it may be started. */
  refusal: Refusal | null;
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

export interface FailureGroup {
  code: string;
  words: string;
  stages: number;
  songs: number;
  newest: string | null;
}

export type GenreEnum = "pop" | "hip_hop" | "house" | "rock" | "rnb" | "lofi";

export interface GuestLink {
  id: string;
  asset: string;
  name: string;
  may_comment: boolean;
  by: number | null;
  made_at: string;
  ends_at: string;
  closed_at: string | null;
  opened_at: string | null;
  openings: number;
  /** open, closed, ended or removed. */
  standing: string;
  /** What to send to the guest. */
  address: string;
}

export interface Invitation {
  id: number;
  email: string;
  artist: number | null;
  label_role: LabelRoleEnum | BlankEnum;
  by: number | null;
  created_at: string;
  expires_at: string;
  accepted_at: string | null;
  accepted_by: number | null;
  withdrawn_at: string | null;
  /** open, accepted, withdrawn or expired */
  standing: string;
}

export interface InviteRequest {
  email: string;
  label_role?: LabelRoleEnum | BlankEnum;
  artist?: number | null;
}

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

export interface Label {
  name: string;
  contact_email?: string;
  budget_month?: string | null;
  budget_song?: string | null;
  /** Empty keeps them for ever. */
  keep_rejected_days?: number | null;
}

export interface LabelRequest {
  name: string;
  contact_email?: string;
  budget_month?: string | null;
  budget_song?: string | null;
  /** Empty keeps them for ever. */
  keep_rejected_days?: number | null;
}

export type LabelRoleEnum = "anr" | "engineer" | "admin";

export interface Leaving {
  asset: string;
  project: string;
  name: string;
  files: number;
  size_bytes: number;
  rejected: boolean;
}

export interface Log {
  state: string;
  message: string;
  log: string;
}

/** A version with who wrote which letters, and the stamp to save on top of it. */
export interface LyricsVersion {
  number: number;
  name: string;
  text: string;
  spans: unknown[];
  shares: Record<string, number>;
  stamp: string;
  by: number | null;
  at: string;
}

export interface MadeInvitation {
  id: number;
  email: string;
  artist: number | null;
  label_role: LabelRoleEnum | BlankEnum;
  by: number | null;
  created_at: string;
  expires_at: string;
  accepted_at: string | null;
  accepted_by: number | null;
  withdrawn_at: string | null;
  /** open, accepted, withdrawn or expired */
  standing: string;
  /** Opens the door once. Shown this once and kept nowhere. */
  link: string;
  /** Whether it went out by e-mail. */
  was_sent: boolean;
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

export interface MembershipRequest {
  artist: number;
  /** false: leaves the artist. */
  member: boolean;
}

/** Somebody who can be named in a remark. */
export interface Mentionable {
  id: number;
  /** Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only. */
  username: string;
  name: string;
}

export type MeterEnum = "4/4" | "3/4" | "6/8";

export interface MixWordsRequest {
  text: string;
}

/** A step, or another stage to stand before or after. */
export interface MoveRequest {
  to?: ToEnum;
  before?: number;
  after?: number;
}

export interface NewAlbumRequest {
  artist: number;
  title: string;
}

/** A remark; with `parent` an answer in that thread. People are named in the text (`@Name`) or by id. */
export interface NewCommentRequest {
  text: string;
  at_s?: number | null;
  end_s?: number | null;
  parent?: number | null;
  mentions?: number[];
}

export interface NewGuestLinkRequest {
  /** Whom it is for. */
  name: string;
  days?: number;
  may_comment?: boolean;
}

export interface NewKeyRequest {
  name: string;
  scopes: ScopesEnum[];
  days?: number | null;
}

/** A text to save; with `base`, the stamp it was written upon, nobody's newer words are written over. */
export interface NewLyricsRequest {
  text: string;
  base?: string;
  typing?: boolean;
  suggestions?: string[];
}

/** A master that was made for the album and waits for somebody to take it. */
export interface NewMaster {
  song: number;
  master: string;
  before: Record<string, unknown>;
  after: Record<string, unknown>;
  words: string[];
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

export interface NewWebhookRequest {
  /** https, outside the network. */
  url: string;
  /** Types such as `decision.made`, their beginnings such as `decision.`, or `*` for everything. */
  events: string[];
  /** What it is for. */
  name?: string;
  active?: boolean;
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

export interface Opinion {
  asset: string;
  by: number;
  rating: number | null;
  tags: string[];
  rejected: boolean;
  reason: string;
  at: string;
}

/** Where a file comes from; `marks` are what the file itself says, `proofs` the documents brought for it. */
export interface Origin {
  platform?: string;
  platform_name?: string;
  plan?: string;
  created_on?: string | null;
  proof_link?: string;
  is_told: boolean;
  marks: (Record<string, unknown>)[];
  proofs: string[];
}

/** Where a file comes from; `marks` are what the file itself says, `proofs` the documents brought for it. */
export interface OriginRequest {
  platform?: string;
  platform_name?: string;
  plan?: string;
  created_on?: string | null;
  proof_link?: string;
}

export interface PaginatedActivityList {
  next: string | null;
  previous: string | null;
  results: Activity[];
}

export interface PaginatedAlbumList {
  next: string | null;
  previous: string | null;
  results: Album[];
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

export interface PaginatedDeliveryList {
  next: string | null;
  previous: string | null;
  results: Delivery[];
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

export interface PaginatedFailureGroupList {
  next: string | null;
  previous: string | null;
  results: FailureGroup[];
}

export interface PaginatedGuestLinkList {
  next: string | null;
  previous: string | null;
  results: GuestLink[];
}

export interface PaginatedInvitationList {
  next: string | null;
  previous: string | null;
  results: Invitation[];
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

export interface PaginatedLyricsVersionList {
  next: string | null;
  previous: string | null;
  results: LyricsVersion[];
}

export interface PaginatedMentionableList {
  next: string | null;
  previous: string | null;
  results: Mentionable[];
}

export interface PaginatedNotificationList {
  next: string | null;
  previous: string | null;
  results: Notification[];
}

export interface PaginatedOpinionList {
  next: string | null;
  previous: string | null;
  results: Opinion[];
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

export interface PaginatedQueueList {
  next: string | null;
  previous: string | null;
  results: Queue[];
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

export interface PaginatedWebhookList {
  next: string | null;
  previous: string | null;
  results: Webhook[];
}

export interface PaginatedWorkerList {
  next: string | null;
  previous: string | null;
  results: Worker[];
}

/** `songs` is the whole list in its order. */
export interface PatchedAlbumChangeRequest {
  title?: string;
  songs?: PlacedRequest[];
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

/** Only what is sent changes: stars (1 to 5, null takes them away), all of one's tags, out of the question. */
export interface PatchedChangeRequest {
  rating?: number | null;
  tags?: string[];
  rejected?: boolean;
  reason?: string;
}

export interface PatchedFileKindRequest {
  /** vocal, instrumental, reference, photo, document, flat_mix. */
  kind?: string;
}

export interface PatchedNameRequest {
  name?: string;
}

export interface PatchedNewWebhookRequest {
  /** https, outside the network. */
  url?: string;
  /** Types such as `decision.made`, their beginnings such as `decision.`, or `*` for everything. */
  events?: string[];
  /** What it is for. */
  name?: string;
  active?: boolean;
}

/** A way of looking at the inbox, as the query of its address. */
export interface PatchedSavedViewRequest {
  name?: string;
  query?: string;
}

export interface PauseRequest {
  reason?: string;
}

/** `peaks` is low, high, low, high … in integers of `bits` bits. */
export interface Peaks {
  sample_rate: number;
  samples_per_px: number;
  bits: number;
  pixels: number;
  peaks: number[];
}

export interface Person {
  id: number;
  /** Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only. */
  username: string;
  display_name: string;
  email: string;
  label_role: LabelRoleEnum | BlankEnum;
  /** Designates whether this user should be treated as active. Unselect this instead of deleting accounts. */
  is_active: boolean;
  last_login: string | null;
  artists: number[];
}

export interface Pick {
  phase: string;
  asset: string;
  by: number | null;
  at: string;
}

/** `kind`: same, added, removed, or skipped (`lines` lines that stayed). */
export interface Piece {
  kind: string;
  text: string;
  lines: number;
}

/** A song; its master and the gap behind it stay as they are where they are left out. */
export interface PlacedRequest {
  project: string;
  master?: string;
  gap_s?: number | null;
}

export interface Priority {
  priority: PriorityEnum;
}

export type PriorityEnum = -1 | 0 | 1;

export interface PriorityRequest {
  priority: PriorityEnum;
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

export type ProjectKindEnum = "hybrid" | "rescue" | "sample";

export type ProjectState = "draft" | "in_production" | "in_review" | "changes_requested" | "approved" | "released" | "archived";

export interface Proposal {
  field: string;
  value: string;
  words: string;
  standing: string;
}

export type QualityEnum = "level" | "bright" | "warm" | "low" | "body" | "mud" | "boom" | "nasal" | "harsh" | "sibilance" | "presence" | "air" | "punch" | "tight" | "aggression" | "energy" | "width" | "space" | "depth" | "compression" | "glue" | "dirt";

export interface Queue {
  name: string;
  paused_at: string | null;
  paused_by: number | null;
  reason: string;
  /** How many stages wait in it. */
  waiting: number;
  /** The first stages in turn. */
  next: number[];
}

export interface Read {
  /** How many were unread before. */
  read: number;
}

/** Why; an approval is only taken back with a reason. */
export interface ReasonRequest {
  reason?: string;
}

/** A cap that would be passed, with the figures and the people who can raise it. */
export interface Refusal {
  code: string;
  message: string;
}

/** Wishes as they were previewed, or words to read now, or an engine that sets the console anew. */
export interface RemixRequest {
  text?: string;
  wishes?: WishRequest[];
  engine?: string;
}

export interface Retried {
  /** Runs that are tried again. */
  opened: number;
  /** Runs that were too many for one request. */
  left: number;
}

/** Everything that failed with a code, or chosen stages. */
export interface RetryRequest {
  code?: string;
  stages?: number[];
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

export interface RoleRequest {
  label_role: LabelRoleEnum | BlankEnum;
}

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

export interface SecretWebhook {
  id: string;
  name: string;
  url: string;
  /** Types such as `decision.made`, their beginnings such as `decision.`, or `*` for everything. */
  events: string[];
  active: boolean;
  /** well, failing, new (nothing was sent yet), off, or given_up where the studio switched it off. */
  health: string;
  by: number | null;
  made_at: string;
  rotated_at: string | null;
  delivered_at: string | null;
  failing_since: string | null;
  failures: number;
  switched_off_at: string | null;
  /** What signs. Shown here and to admins on the hook's page. */
  secret: string;
}

export interface Share {
  name: string;
  files: number;
  size_bytes: number;
}

/** What the studio reads in a text: `counts` are syllables by line number, `plan` is what a composer receives. */
export interface Sheet {
  language: string;
  tags: Record<string, string>;
  counts: Record<string, number>;
  blocks: Block[];
  proposals: Proposal[];
  plan: Record<string, unknown>;
}

export interface Spent {
  /** The song's id, the artist's address or the month. */
  key: string;
  name: string;
  note: string;
  cost: string;
  seconds: number;
  stages: number;
}

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

export interface Storage {
  stored_bytes: number;
  originals_bytes: number;
  copies_bytes: number;
  free_bytes: number | null;
  removed_files: number;
  kinds: Share[];
  artists: Share[];
}

/** The number of one place; without it all new masters are taken. */
export interface TakeRequest {
  song?: number;
}

export type TargetEnum = "mix" | "vocal" | "backing" | "drums" | "bass" | "harmony" | "lead" | "texture";

export type ToEnum = "front" | "up" | "down" | "back";

export interface VerdictRequest {
  verdict: string;
  reason?: string;
  quick?: string[];
}

export interface Webhook {
  id: string;
  name: string;
  url: string;
  /** Types such as `decision.made`, their beginnings such as `decision.`, or `*` for everything. */
  events: string[];
  active: boolean;
  /** well, failing, new (nothing was sent yet), off, or given_up where the studio switched it off. */
  health: string;
  by: number | null;
  made_at: string;
  rotated_at: string | null;
  delivered_at: string | null;
  failing_since: string | null;
  failures: number;
  switched_off_at: string | null;
}

/** One move of a mix; `steps` is signed, 1 is what "louder" means, `level_db` a level that was said in dB. */
export interface Wish {
  target: TargetEnum;
  quality: QualityEnum;
  steps: number;
  level_db?: number | null;
  sections?: string[];
  spared?: string[];
}

/** One move of a mix; `steps` is signed, 1 is what "louder" means, `level_db` a level that was said in dB. */
export interface WishRequest {
  target: TargetEnum;
  quality: QualityEnum;
  steps: number;
  level_db?: number | null;
  sections?: string[];
  spared?: string[];
}

export interface WordsRequest {
  text: string;
}

export interface Worker {
  name: string;
  queues: string[];
  /** What it does now; null when it rests. */
  stage: number | null;
  heard_at: string;
  is_late: boolean;
}
