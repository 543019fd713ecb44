import { createServer } from 'node:http';

/** Does nothing: shows what the machine itself does to a process. */
createServer((_request, response) => response.end()).listen(Number(process.env['PORT']), '127.0.0.1');
