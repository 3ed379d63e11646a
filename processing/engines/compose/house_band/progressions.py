"""Four-bar progressions by family of genres, mode and role, in roman numerals counted from the major scale."""

FAMILIES = {"pop": "pop", "rock": "rock", "rnb": "soul", "lofi": "soul", "hip_hop": "loop", "house": "loop"}

PROGRESSIONS: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {
    "pop": {
        "major": {
            "verse": ("I V vi IV", "I vi IV V", "vi IV I V", "I iii IV V", "I IV vi V", "I ii IV V", "IV I V vi"),
            "chorus": ("IV V I vi", "I V vi IV", "vi IV I V", "IV I V vi", "I IV vi V", "I III vi IV", "I V ii IV"),
            "pre_chorus": ("ii IV V V", "vi IV ii V", "IV V vi V", "ii iii IV V", "vi III IV V"),
            "bridge": ("vi V IV V", "ii IV vi V", "IV iv I V", "bVII IV I V", "iii vi ii V"),
        },
        "minor": {
            "verse": (
                "i bVI bIII bVII",
                "i bVII bVI bVII",
                "i iv bVI bVII",
                "i bIII bVII iv",
                "i v bVI iv",
                "i bIII bVI V",
            ),
            "chorus": ("bVI bIII bVII i", "i bVI bIII bVII", "bVI bVII i bIII", "i bIII bVI bVII", "iv bVI i bVII"),
            "pre_chorus": ("iv bVI bVII V", "bVI bVII iv V", "iv v bVI bVII", "bVI bIII iv V"),
            "bridge": ("iv bVI bIII V", "bVI iv i V", "bIII bVII iv V", "bII bVI i V"),
        },
    },
    "rock": {
        "major": {
            "verse": ("I bVII IV I", "I IV I V", "I V IV IV", "vi IV I V", "I I bVII IV", "I iii IV IV"),
            "chorus": ("I V vi IV", "IV I V V", "I IV V IV", "vi IV I V", "I bIII IV I", "I V bVII IV"),
            "pre_chorus": ("IV IV V V", "ii IV V V", "bVI bVII IV V", "vi V IV V"),
            "bridge": ("bVI bVII I I", "vi vi IV V", "bIII IV bVII V", "ii vi IV V"),
        },
        "minor": {
            "verse": (
                "i bVII bVI bVII",
                "i bVII IV i",
                "i i bVI bVII",
                "i bIII bVII iv",
                "i iv i bVII",
                "i bVI i bVII",
            ),
            "chorus": ("bVI bVII i i", "i bVI bIII bVII", "bIII bVII i bVI", "i bIII iv bVI", "i bVII bVI V"),
            "pre_chorus": ("iv iv bVI V", "bVI bVI bVII bVII", "iv bVI bVII V", "bIII bVII iv V"),
            "bridge": ("bVI bIII iv V", "iv i bVI V", "bII bII i V", "bIII bVI iv bVII"),
        },
    },
    "soul": {
        "major": {
            "verse": ("IV iii ii I", "ii V I vi", "I vi ii V", "IV iii vi ii", "I iii vi IV", "I IV iii VI"),
            "chorus": ("IV V iii vi", "ii V iii vi", "IV III vi I", "I III vi iv", "IV iv I VI", "IV iii ii V"),
            "pre_chorus": ("ii iii IV V", "iii vi ii V", "IV iii ii V", "vi II ii V"),
            "bridge": ("bVII IV ii V", "iii VI ii V", "vi ii bVII V", "IV bVII iii V"),
        },
        "minor": {
            "verse": ("iv bVII bIII bVI", "i iv bVII bIII", "bVI v i i", "i bVI iv v", "i IV bVI v", "iv i bVI V"),
            "chorus": ("bVI V i bIII", "iv v i bVI", "bVI bVII v i", "iv bVII i bVI", "bVI V i I"),
            "pre_chorus": ("iv v bVI V", "bVI v iv V", "iv bIII bVI V", "bII bVI iv V"),
            "bridge": ("bII i bVI V", "iv bIII bVI V", "bVI bIII iv V", "bIII iv bVI V"),
        },
    },
    "loop": {
        "major": {
            "verse": ("vi IV I V", "I iii IV iv", "vi V IV IV", "IV iii vi vi", "I vi I vi", "ii vi IV I"),
            "chorus": ("IV I V vi", "vi IV I V", "IV V vi I", "I IV vi V", "IV iii vi V", "ii IV vi V"),
            "pre_chorus": ("IV IV V V", "ii vi IV V", "vi vi IV V", "iii IV ii V"),
            "bridge": ("ii ii vi vi", "IV iv vi V", "bVII bVII IV V", "vi iii IV IV"),
        },
        "minor": {
            "verse": ("i bVI i v", "i i bVI v", "i iv i bVI", "i i bVI bVII", "i v bVI iv", "bVI bVII i i"),
            "chorus": ("i bVI bIII bVII", "bVI bVII i v", "iv i bVI bVII", "i bIII bVII iv", "bVI v i bVII"),
            "pre_chorus": ("iv iv v v", "bVI bVI bVII bVII", "iv v bVI V", "bVI bVII iv V"),
            "bridge": ("iv iv i i", "bVI bVI iv V", "bII bII i i", "bIII bVII iv iv"),
        },
    },
}
ROLES = {
    "intro": "verse",
    "verse": "verse",
    "pre_chorus": "pre_chorus",
    "chorus": "chorus",
    "post_chorus": "chorus",
    "bridge": "bridge",
    "solo": "chorus",
    "break": "verse",
    "outro": "chorus",
}
# Borrowed colours that dark words ask for and bright ones avoid.
DARK_NUMERALS = {"iv", "v", "bVI", "bII", "i"}
BRIGHT_NUMERALS = {"I", "IV", "V", "bIII", "bVII"}

# Chords the harmoniser may put under a voice, and what each costs as a share of the sung time it must win.
VOCABULARY = {
    "major": {
        "I": 0.0, "IV": 0.0, "V": 0.01, "vi": 0.0, "ii": 0.01, "iii": 0.03, "viio": 0.12,
        "bVII": 0.08, "iv": 0.1, "III": 0.1, "II": 0.12, "VI": 0.14, "bVI": 0.14,
    },
    "minor": {
        "i": 0.0, "bVI": 0.0, "bVII": 0.0, "iv": 0.0, "bIII": 0.01, "v": 0.02, "V": 0.03, "iio": 0.1,
        "IV": 0.08, "ii": 0.12, "bII": 0.12, "I": 0.14,
    },
}  # fmt: skip
DIATONIC = {
    "major": ("I", "ii", "iii", "IV", "V", "vi", "viio"),
    "minor": ("i", "iio", "bIII", "iv", "v", "bVI", "bVII"),
}
# Colours by genre: numeral -> suffixes to choose from; a missing numeral stays a triad.
SOUL = {
    "I": ("maj7", "maj9", "6"), "IV": ("maj7", "maj9"), "ii": ("7", "9"), "iii": ("7",), "vi": ("7", "9"),
    "V": ("7", "9", "7sus4"), "III": ("7",), "VI": ("7",), "II": ("7", "9"), "iv": ("7", "6"), "bVII": ("7", "9"),
    "i": ("7", "9"), "bIII": ("maj7",), "bVI": ("maj7", "maj9"), "v": ("7",), "bII": ("maj7",),
}  # fmt: skip
LOOP = {
    "I": ("maj7", "add9"), "IV": ("maj7", "add9"), "ii": ("7",), "vi": ("7", "9"), "iii": ("7",), "iv": ("7",),
    "i": ("7", "9", "add9"), "bVI": ("maj7",), "v": ("7",), "bVII": ("add9",), "bIII": ("maj7",),
}  # fmt: skip
POP = {"I": ("add9",), "IV": ("add9",), "V": ("sus4", "7"), "ii": ("7",), "i": ("add9",), "vi": ("7",), "III": ("7",)}
COLOURS: dict[str, tuple[float, dict[str, tuple[str, ...]]]] = {
    "pop": (0.3, POP),
    "rock": (0.1, {"V": ("sus4",), "IV": ("add9",), "I": ("sus4",)}),
    "house": (0.6, LOOP),
    "hip_hop": (0.6, LOOP),
    "rnb": (0.92, SOUL),
    "lofi": (0.88, SOUL),
}
