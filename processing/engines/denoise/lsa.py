"""Our own denoiser: no model, no training data, for steady noise under a voice and for pauses that are not quiet."""

import numpy as np

from processing.dsp.noise import with_quiet_pauses, without_steady_noise
from processing.engines.contracts import Audio, Progress, silent


class LogSpectralAmplitude:
    """Takes steady noise out of the spectrum, then turns down what still moves between the phrases."""

    def denoise(self, audio: Audio, sample_rate: int, *, amount: float = 1.0, progress: Progress = silent) -> Audio:
        """`audio` is (1 or 2, samples); an amount of 0 gives the very same samples back."""
        if amount <= 0.0 or audio.shape[1] == 0:
            return audio
        steady = without_steady_noise(
            audio, sample_rate, lambda fraction: progress(0.9 * fraction, "Taking the noise out")
        )
        progress(0.9, "Closing the pauses")
        clean = with_quiet_pauses(steady, sample_rate)
        progress(1.0, "The noise is out")
        return clean if amount >= 1.0 else audio + np.float32(amount) * (clean - audio)
