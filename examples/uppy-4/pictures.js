// Uppy 4: `getUploadParameters`.
import { hash } from '@tintype/upload';
import AwsS3 from '@uppy/aws-s3';
import Uppy from '@uppy/core';

/** An Uppy that uploads to Tintype. `ask` gets a wish and a key, and answers what `POST /images` answers. */
export function pictures(ask) {
  const uppy = new Uppy();
  uppy.use(AwsS3, {
    shouldUseMultipart: false,
    async getUploadParameters({ id, data, name, type, size }) {
      // A permission is for one digest, so each file is hashed before it is sent.
      const image = await ask({ contentType: type, bytes: size, sha256: await hash(data), name }, crypto.randomUUID());
      uppy.setFileMeta(id, { image: image.id, uploaded: image.links.uploaded });
      return { method: 'PUT', url: image.upload.url, headers: image.upload.headers };
    },
  });
  return uppy;
}
