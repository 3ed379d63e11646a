// Runs in the audio thread: hands every block of the microphone to the page, with the time it was heard at.

declare const currentTime: number;
declare const registerProcessor: (name: string, of: unknown) => void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

class Capture extends AudioWorkletProcessor {
  process(inputs: Float32Array[][]): boolean {
    const block = inputs[0]?.[0];
    if (block) this.port.postMessage({ block: block.slice(), atS: currentTime });
    return true;
  }
}

registerProcessor("studio-capture", Capture);

export {};
