// The browser of every check.
import { chromium } from 'playwright-core';

/** Starts Chromium without a window, with more arguments if they are given. It asks nothing of the network by itself. */
export const launch = (args = []) => chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync', ...args],
});
