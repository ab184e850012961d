// Loaded before our own program when a launcher started it: ends it, in good order, when the
// launcher is gone without having been able to say so (killed with -9). Without this a program that
// trades would go on unseen and hold its state folder.
if (process.channel) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
