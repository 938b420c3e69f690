import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { firstPage } from './first-page.ts';

/** What the desk asks of the rest of the house. */
export type DeskParts = {
  /** Resolves when the database answers. */
  ping: () => Promise<void>;
};

/** The desk as a function of a request, so that tests need no port. */
export function deskApp({ ping }: DeskParts): Hono {
  const app = new Hono();
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
      },
    }),
  );
  app.get('/', context => context.html(firstPage));
  app.get('/health', async context => {
    try {
      await ping();
      return context.json({ ok: true });
    } catch {
      return context.json({ ok: false, reason: 'the database does not answer' }, 503);
    }
  });
  return app;
}
