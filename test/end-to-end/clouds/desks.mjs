// Runs the built desk with one set of settings after the other, in one process: the names of the services resolve nowhere, and
// only a process that was started with NODE_EXTRA_CA_CERTS believes the certificates of their stand-ins.
const { parseConfig } = await import('../../../dist/core/config.js');
const { createLog } = await import('../../../dist/core/log.js');
const { runDesk } = await import('../../../dist/bots/desk-process.js');

let desk;

/** Ends the desk before, and starts another one, if there are settings for it. */
async function next(env) {
  await desk?.stop();
  desk = env.PORT === undefined ? undefined : await runDesk(parseConfig(env), createLog('warn'));
}

process.on('message', (env) => {
  next(env).then(
    () => process.send({}),
    (error) => process.send({ error: String(error) }),
  );
});
process.send({});
