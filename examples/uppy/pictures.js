// Uppy 6 and later: `signRequest`.
import { hash } from '@tintype/upload';
import AwsS3 from '@uppy/aws-s3';
import Uppy from '@uppy/core';

/** An Uppy that uploads to Tintype. `ask` gets a wish and a key, and answers what `POST /images` answers. */
export function pictures(ask) {
  const uppy = new Uppy();
  // A permission is for one digest, so each file is hashed before it is sent.
  uppy.addPreProcessor((ids) => Promise.all(ids.map(async (id) => {
    uppy.setFileMeta(id, { sha256: await hash(uppy.getFile(id).data), key: crypto.randomUUID() });
  })));
  uppy.use(AwsS3, {
    shouldUseMultipart: false,
    generateObjectKey: (file) => file.id,
    async signRequest({ key: id }) {
      const { name, type, size, meta } = uppy.getFile(id);
      const image = await ask({ contentType: type, bytes: size, sha256: meta.sha256, name }, meta.key);
      uppy.setFileMeta(id, { image: image.id, uploaded: image.links.uploaded });
      return { url: image.upload.url, headers: image.upload.headers };
    },
  });
  return uppy;
}
