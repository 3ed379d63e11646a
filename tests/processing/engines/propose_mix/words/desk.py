"""A mix of a usual song, as the rules would set it: what words are tried on."""

from processing.console.settings import Band, Compressor, ConsoleSettings, DeEsser, Master, Space, TrackSettings

MIX = ConsoleSettings(
    tracks={
        "vocal": TrackSettings(
            highpass_hz=90.0,
            de_esser=DeEsser(range_db=4.0),
            compressor=Compressor(-14.0, 3.0, 8.0, 110.0),
            eq=(Band("peak", 3600.0, 2.0, 0.8),),
            gain_db=1.0,
            sends_db={"hall": -15.0},
        ),
        "drums": TrackSettings(compressor=Compressor(-8.0, 2.0, 25.0, 80.0), sends_db={"hall": -26.0}),
        "bass": TrackSettings(compressor=Compressor(-14.0, 3.0, 20.0, 140.0), gain_db=-2.0),
        "harmony": TrackSettings(gain_db=-4.0, sends_db={"hall": -20.0}),
        "lead": TrackSettings(gain_db=-4.0, sends_db={"hall": -15.0}),
        "texture": TrackSettings(gain_db=-9.0, sends_db={"hall": -16.0}),
    },
    spaces={"hall": Space()},
    master=Master(glue=Compressor(-9.0, 1.5, 30.0, 180.0), saturation_db=1.0),
)
