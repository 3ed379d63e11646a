"""Our own denoiser: no model, no training data, for steady noise under a voice and for pauses that are not quiet."""

from processing.dsp.noise import denoise
from processing.engines.contracts import Audio, Progress, silent


class LogSpectralAmplitude:
    """Takes steady noise out of the spectrum, then turns down what still moves between the phrases."""

    def denoise(self, audio: Audio, sample_rate: int, *, amount: float = 1.0, progress: Progress = silent) -> Audio:
        """`audio` is (1 or 2, samples); an amount of 0 gives the very same samples back."""
        return denoise(audio, sample_rate, amount, lambda fraction: progress(fraction, "Taking the noise out"))
