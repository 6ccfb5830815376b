// What can go wrong. An abort is none of these: it throws the reason of its signal.

/** What the server refused; with the status 0, it cannot be reached or its answer not be read. */
export class ServerError extends Error {
  name = 'ServerError';

  constructor(status, problem = {}, retryAfter = 0) {
    super(problem.detail || problem.title || `The server answered ${status}.`);
    this.status = status;
    this.type = problem.type ?? '';
    this.retryAfter = retryAfter;
  }

  /** The error that an answer describes. */
  static async of(response) {
    const problem = await response.json().catch(() => ({}));
    return new ServerError(response.status, problem, Number(response.headers.get('retry-after')) || 0);
  }

  /** Whether the same request may succeed later. */
  get mayHelp() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500 || this.retryAfter > 0;
  }
}

/** An upload address that refused the bytes. */
export class TransferError extends ServerError {
  name = 'TransferError';

  // 409: an S3 store is just writing the same key for another request.
  get mayHelp() {
    return super.mayHelp || this.status === 409;
  }
}

/** A file that cannot be read, such as one that was changed after it was chosen. */
export class FileError extends Error {
  name = 'FileError';
}

/** An image that will not become ready as things are; `image` is what the server says of it. */
export class ImageError extends Error {
  name = 'ImageError';

  constructor(image) {
    super(image.message || `The image is ${image.state}.`);
    this.image = image;
    this.state = image.state;
    this.reason = image.reason;
    this.redrivable = image.redrivable === true;
  }
}
