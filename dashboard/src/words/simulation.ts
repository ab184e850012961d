/** Words of what may be done to a simulated market. */
export const simulation = {
  title: 'Try it out',
  note: 'Only in the simulated market. Nothing here reaches into the program: it sees prices, a broken link and a broker, as ever.',
  gap: 'Gap the price',
  gapSays: 'The price jumps over every stop between.',
  symbol: 'Symbol',
  size: 'By',
  sizes: { '-1': '−1 %', '-0.3': '−0.3 %', '0.3': '+0.3 %', '1': '+1 %' },
  link: 'Cut the broker link',
  linkSays: 'For 30 seconds nothing can be opened or closed; stops at the broker still hold.',
  news: 'Fire news',
  newsSays: 'All prices jump, spreads widen, and no entry is allowed for a while.',
  trip: 'Trip the breaker',
  tripSays: "Somebody loses by hand what is left of the day's allowance.",
  kill: 'Kill the program',
  killSays: 'As a power cut would. Start it again with npm start.',
  killTitle: 'Kill the program?',
  killBody:
    'It ends at once, without writing anything more. What is open keeps its stops at the simulated ' +
    'broker. Start it again with npm start in the terminal: this page goes on by itself after you ' +
    'have opened the new link.',
  killConfirm: 'Kill it now',
  killing: 'Killing …',
  done: 'Done.',
};
