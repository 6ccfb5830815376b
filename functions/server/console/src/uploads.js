// Uploads: compute the digest, request a permission, PUT the file to the upload URL, then wait.
import Uppy from '@uppy/core';
import XHRUpload from '@uppy/xhr-upload';
import { start, uploaded, uploadUrl } from './api.js';
import { digest } from './digests.js';
import { announce, bytes, el } from './dom.js';
import { attend, expect } from './live.js';

const LARGEST = 100_000_000;
const SHOWN = { queued: 'waiting for a worker', processing: 'making variants', ready: 'ready' };
const FAILED = { expired: 'The upload never arrived.', erased: 'The image was erased.', unknown: 'The server no longer knows this image.' };

/** One line of the list of uploads. */
class Line {
  constructor(file, retry) {
    this.bar = el('progress', { max: '1', value: '0', 'aria-label': `Progress of ${file.name}` });
    this.note = el('span', { class: 'note' }, 'waiting');
    this.retry = el('button', { class: 'quiet', hidden: true, onclick: retry }, 'Try again');
    this.element = el('li', {},
      el('span', { class: 'name' }, file.name), el('span', { class: 'size' }, bytes(file.size)),
      this.bar, this.note, this.retry);
    this.name = file.name;
  }

  show(note, part) {
    this.note.textContent = note;
    if (part !== undefined) this.bar.value = part;
  }

  end(state, note) {
    this.element.className = state;
    this.show(note, 1);
    this.retry.hidden = state !== 'failed-upload';
    announce(`${this.name}: ${note}`);
  }
}

/** The drop zone and the list below it. */
export function uploads(recipe, onEnd) {
  const lines = new Map();
  const list = el('ul', { class: 'uploads', 'aria-label': 'Uploads' });
  const uppy = new Uppy({
    autoProceed: true,
    restrictions: { maxFileSize: LARGEST, minFileSize: 1 },
  }).use(XHRUpload, {
    endpoint: '',
    method: 'PUT',
    formData: false,
    limit: 3,
    timeout: 60_000,
    getResponseData: () => ({}),
    // 409: an S3 store is just writing the same key for another request.
    shouldRetry: (xhr) => xhr.status === 0 || xhr.status === 409 || xhr.status >= 500,
  });

  uppy.addPreProcessor((ids) => Promise.all(ids.map((id) => permit(uppy.getFile(id)))));

  async function permit(file) {
    const line = lines.get(file.id);
    try {
      const [sha256] = await Promise.all([
        file.meta.sha256 ?? digest(file.data, (part) => line.show('reading', part)),
        attend(),
      ]);
      const started = await start(
        { contentType: file.type || 'application/octet-stream', bytes: file.size, sha256, recipe: recipe(), name: file.name },
        `console-${file.meta.key}`,
      );
      uppy.setFileMeta(file.id, { sha256, image: started.id, version: started.version });
      expect(started.id, (image) => hear(line, image));
      if (!started.upload) {
        uppy.removeFile(file.id);
        return;
      }
      line.show('waiting to upload', 0);
      uppy.setFileState(file.id, {
        xhrUpload: { endpoint: uploadUrl(started.upload.url), headers: started.upload.headers },
      });
    } catch (error) {
      line.end('failed-upload', error.message);
      uppy.removeFile(file.id);
    }
  }

  function hear(line, image) {
    if (image.state === 'awaiting_upload') return;
    if (image.state === 'ready') line.end('ready', 'ready');
    else if (image.state === 'failed') line.end('failed', image.message ?? image.reason);
    else if (FAILED[image.state]) line.end('failed', FAILED[image.state]);
    else line.show(SHOWN[image.state] ?? image.state, 1);
    if (line.element.className) onEnd();
  }

  uppy.on('file-added', (file) => {
    const line = new Line(file, () => again(file));
    lines.set(file.id, line);
    list.prepend(line.element);
    uppy.setFileMeta(file.id, { key: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}` });
  });
  uppy.on('upload-progress', (file, progress) => {
    const line = lines.get(file.id);
    if (line && !line.element.className) line.show('uploading', progress.bytesUploaded / Math.max(1, progress.bytesTotal));
  });
  uppy.on('upload-success', (file) => {
    uploaded(file.meta.image, file.meta.version);
    const line = lines.get(file.id);
    if (line && !line.element.className) line.show('uploaded', 1);
  });
  uppy.on('upload-error', (file, error, response) => {
    // 412: the bytes are already stored, and the event stream reports the image's state.
    if (response?.status === 412) uploaded(file.meta.image, file.meta.version);
    else lines.get(file.id).end('failed-upload', error.message);
  });
  uppy.on('restriction-failed', (file, error) => {
    const line = new Line(file ?? { name: 'file', size: 0 }, () => {});
    list.prepend(line.element);
    line.end('failed', error.message);
  });

  function again(file) {
    lines.get(file.id)?.element.remove();
    if (uppy.getFile(file.id)) uppy.removeFile(file.id);
    add([file.data]);
  }

  function add(files) {
    for (const file of files) {
      try {
        uppy.addFile({ source: 'console', name: file.name, type: file.type, data: file });
      } catch (error) {
        // Refused files have their own line already.
        if (!error.isRestriction) announce(error.message);
      }
    }
  }

  return el('section', { 'aria-label': 'Upload' }, zone(add), list);
}

function zone(add) {
  const input = el('input', {
    type: 'file', multiple: true, id: 'files', class: 'unseen',
    accept: 'image/jpeg,image/png,image/webp,image/avif,image/gif,image/tiff',
    onchange: () => { add([...input.files]); input.value = ''; },
  });
  const area = el('label', { class: 'zone', for: 'files' },
    input,
    el('strong', {}, 'Drop photos here'),
    el('span', {}, 'or press to choose: JPEG, PNG, WebP, AVIF, GIF or TIFF, up to 100 MB each'));
  const over = (event) => { event.preventDefault(); area.classList.add('over'); };
  area.addEventListener('dragover', over);
  area.addEventListener('dragenter', over);
  area.addEventListener('dragleave', () => area.classList.remove('over'));
  area.addEventListener('drop', (event) => {
    event.preventDefault();
    area.classList.remove('over');
    add([...event.dataTransfer.files]);
  });
  return area;
}
