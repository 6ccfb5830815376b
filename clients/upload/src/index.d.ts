/** What `fetch` gives; a request of one's own may answer it, too. */
export type Ask = (
  method: string,
  path: string,
  options?: { body?: unknown; headers?: Record<string, string>; signal?: AbortSignal },
) => Promise<Response>;

export interface UploadsOptions {
  /** The root of the API, or of routes of your own server that pass the same paths on to it. */
  url?: string;
  /** A token, or what gives one. Leave it out in pages: let your own server add it. */
  token?: string | (() => string | Promise<string>);
  /** Asks the API instead of `url` and `token`; may throw a `ServerError`. */
  request?: Ask;
  /** Changes the signed address, such as for a proxy. */
  uploadUrl?: (url: string) => string;
  /** Whether to follow `GET /events` while waiting; usual with a token. Without it, images are asked for. */
  events?: boolean;
  /** How many files are sent at once; usually 3. */
  atOnce?: number;
}

/** What an upload asks for, as `POST /images` takes it. */
export interface Wish {
  contentType: string;
  bytes: number;
  sha256: string;
  recipe?: string;
  name?: string;
  focus?: Focus;
}

/** The focal point, in 1/10,000 of width and height. */
export interface Focus {
  x: number;
  y: number;
}

export interface UploadOptions {
  /** The id of an image that gets this file as its new original. */
  image?: string;
  /** The name of a recipe; without it, the server's usual one. */
  recipe?: string;
  /** Your own name for the image; usually the file's. */
  name?: string;
  /** Usually the file's. */
  contentType?: string;
  focus?: Focus;
  /** The idempotency key, or what makes it; usually a random one. All tries of one upload share it. */
  key?: string | ((wish: Wish) => string | Promise<string>);
  onEvent?: (event: UploadEvent) => void;
  /** Ends the upload; nothing is erased. */
  signal?: AbortSignal;
}

export type UploadEvent =
  | { type: 'hashing'; done: number; total: number }
  | { type: 'started'; image: Started }
  | { type: 'waiting' }
  | { type: 'sending'; sent: number; total: number }
  | { type: 'retrying'; error: ServerError; millis: number }
  | { type: 'state'; state: State };

export type State =
  | 'awaiting_upload' | 'queued' | 'processing' | 'ready' | 'failed' | 'superseded' | 'expired' | 'retired' | 'erased' | 'unknown' | 'unreadable';

/** An image that was asked for. */
export interface Started {
  id: string;
  version: string;
  state: State;
  links: Record<string, string>;
}

export interface Variant {
  size: number | string;
  format: 'avif' | 'webp' | 'jpeg' | 'png';
  width: number;
  height: number;
  bytes: number;
  sha256: string;
  animated: boolean;
  url: string;
}

/** An image as `GET /images/{id}` describes it; docs/openapi.yaml has all fields. */
export interface Image {
  id: string;
  version: string;
  name?: string;
  recipe: string;
  createdAt: string;
  state: State;
  reason?: string;
  message?: string;
  redrivable?: boolean;
  current?: { version: string; manifest: string; thumbhash: string; dominantColor: string; picture: string; [field: string]: unknown };
  variants: Variant[];
  links: Record<string, string>;
  [field: string]: unknown;
}

export class Uploads {
  constructor(options?: UploadsOptions);
  /** Sends a file and waits until every variant is served. */
  upload(file: File | Blob, options?: UploadOptions): Promise<Image>;
  /** Sends a file; answers when it is stored. */
  send(file: File | Blob, options?: UploadOptions): Promise<Started>;
  /** Waits until an image is ready; throws an `ImageError` when it will not be. */
  wait(image: { id: string }, options?: Pick<UploadOptions, 'onEvent' | 'signal'>): Promise<Image>;
}

/** What the server refused; with the status 0, it cannot be reached or its answer not be read. */
export class ServerError extends Error {
  constructor(status: number, problem?: { type?: string; title?: string; detail?: string }, retryAfter?: number);
  static of(response: Response): Promise<ServerError>;
  readonly status: number;
  /** A problem type of docs/openapi.yaml, or nothing. */
  readonly type: string;
  /** Seconds that the server asks to wait; 0 for none. */
  readonly retryAfter: number;
  /** Whether the same request may succeed later. */
  readonly mayHelp: boolean;
}

/** An upload address that refused the bytes. */
export class TransferError extends ServerError {}

/** A file that cannot be read. */
export class FileError extends Error {}

/** An image that will not become ready as things are. */
export class ImageError extends Error {
  constructor(image: Image);
  readonly image: Image;
  readonly state: State;
  readonly reason?: string;
  readonly redrivable: boolean;
}

/** The SHA-256 of a file in hex. */
export function hash(file: Blob, options?: { onProgress?: (done: number, total: number) => void; signal?: AbortSignal }): Promise<string>;

/** The server-sent events of a response. */
export function events(response: Response): AsyncGenerator<{ name: string; data: unknown }>;

/** A function that runs acts, at most so many at once. */
export function gate(places: number): <T>(act: () => Promise<T>) => Promise<T>;

/** A random idempotency key. */
export function newKey(): string;

/** Resolves after some time; rejects with the signal's reason. */
export function pause(millis: number, signal?: AbortSignal): Promise<void>;
