// Limits how much goes on at once.
export { gate } from '@tintype/upload';
