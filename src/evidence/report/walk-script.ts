/**
 * The page's own small script: walks the price chart trade by trade and pages the trade list. Plain
 * JavaScript, for it runs in whatever browser opens the file; it asks nothing of any network.
 */
export const WALK_SCRIPT = String.raw`
(() => {
'use strict';
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const { trades, reasons } = read('trades');
const charts = read('bars');
const canvas = document.getElementById('chart');
const PAGE = 50;
let current = 0;
let page = 0;
const series = {};
function barsOf(symbol) {
  if (series[symbol] || !charts[symbol]) return series[symbol];
  const packed = charts[symbol];
  const scale = Math.pow(10, packed.digits);
  const bars = [];
  let time = 0;
  let last = 0;
  for (let at = 0; at < packed.time.length; at += 1) {
    time += packed.time[at];
    const open = last + packed.open[at];
    last = open + packed.close[at];
    bars.push({ time: time * 1000, open: open / scale, high: (open + packed.high[at]) / scale, low: (open + packed.low[at]) / scale, close: last / scale });
  }
  return (series[symbol] = { bars, digits: packed.digits });
}
const price = (trade, value) => charts[trade.symbol] ? value.toFixed(charts[trade.symbol].digits) : String(Number(value.toFixed(6)));
const utc = (time) => new Date(time).toISOString().slice(0, 16).replace('T', ' ');
const signed = (value, digits) => (value >= 0 ? '+' : '−') + Math.abs(value).toFixed(digits);
function indexOf(bars, time) {
  let low = 0;
  let high = bars.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bars[middle].time <= time) low = middle + 1; else high = middle;
  }
  return Math.max(0, low - 1);
}
function draw() {
  const trade = trades[current];
  const data = trade && barsOf(trade.symbol);
  const ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const pen = canvas.getContext('2d');
  pen.scale(ratio, ratio);
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue('--' + name).trim();
  pen.font = '12px system-ui, sans-serif';
  if (!data || data.bars.length === 0) {
    pen.fillStyle = colour('soft');
    pen.fillText('There are no bars to draw.', 12, 24);
    return;
  }
  const why = reasons[trade.signalId] || { score: [], structures: [] };
  const entry = indexOf(data.bars, trade.openedAt);
  const exit = indexOf(data.bars, trade.closedAt);
  const oldest = why.structures.reduce((least, one) => Math.min(least, one.time), trade.openedAt);
  const roomy = width > 600 ? 60 : 30;
  const most = width > 600 ? 220 : 110;
  const from = Math.max(0, entry - most, Math.min(entry - roomy, indexOf(data.bars, oldest) - 4));
  const to = Math.min(data.bars.length - 1, Math.max(exit + 15, from + 40));
  const shown = data.bars.slice(from, to + 1);
  const levels = [trade.openPrice, trade.stopLoss, trade.takeProfit].filter((price) => price > 0);
  let low = Math.min(...levels);
  let high = Math.max(...levels);
  for (const bar of shown) { low = Math.min(low, bar.low); high = Math.max(high, bar.high); }
  const right = width - 64;
  const step = right / shown.length;
  const x = (index) => (index - from + 0.5) * step;
  const y = (price) => 22 + (1 - (price - low) / (high - low || 1)) * (height - 52);
  box(pen, x(entry), x(exit) + step / 2, y(trade.openPrice), y(trade.takeProfit), colour('up'), trade.takeProfit > 0);
  box(pen, x(entry), x(exit) + step / 2, y(trade.openPrice), y(trade.stopLoss), colour('down'), trade.stopLoss > 0);
  structures(pen, why.structures, { data, x, y, from, right: x(entry), colour });
  for (let at = 0; at < shown.length; at += 1) {
    const bar = shown[at];
    const left = x(from + at);
    pen.strokeStyle = pen.fillStyle = bar.close >= bar.open ? colour('up') : colour('down');
    pen.globalAlpha = 0.9;
    pen.lineWidth = 1;
    pen.beginPath();
    pen.moveTo(left, y(bar.high));
    pen.lineTo(left, y(bar.low));
    pen.stroke();
    const body = Math.max(1, step * 0.64);
    pen.fillRect(left - body / 2, Math.min(y(bar.open), y(bar.close)), body, Math.max(1, Math.abs(y(bar.open) - y(bar.close))));
  }
  pen.globalAlpha = 1;
  for (const [price, name] of [[trade.openPrice, 'in'], [trade.stopLoss, 'stop'], [trade.takeProfit, 'target']]) {
    if (!(price > 0)) continue;
    pen.fillStyle = colour('soft');
    pen.fillText(price.toFixed(data.digits), right + 4, y(price) + 4);
    pen.fillText(name, Math.min(x(exit) + step, right - 36), y(price) - 4);
  }
  mark(pen, x(entry), y(trade.openPrice), trade.side === 'buy', colour('ink'));
  pen.beginPath();
  pen.arc(x(exit), y(trade.closePrice), 5, 0, 7);
  pen.lineWidth = 2;
  pen.strokeStyle = colour('ink');
  pen.stroke();
  pen.fillStyle = colour('soft');
  pen.fillText(utc(shown[0].time), 4, height - 8);
  const end = utc(shown[shown.length - 1].time);
  pen.fillText(end, right - pen.measureText(end).width, height - 8);
}
function box(pen, left, right, one, other, fill, there) {
  if (!there) return;
  pen.globalAlpha = 0.16;
  pen.fillStyle = fill;
  pen.fillRect(left, Math.min(one, other), Math.max(2, right - left), Math.abs(one - other));
  pen.globalAlpha = 1;
}
function mark(pen, left, top, up, fill) {
  const sign = up ? 1 : -1;
  pen.fillStyle = fill;
  pen.beginPath();
  pen.moveTo(left, top);
  pen.lineTo(left - 6, top + sign * 11);
  pen.lineTo(left + 6, top + sign * 11);
  pen.fill();
}
function structures(pen, list, { data, x, y, from, right, colour }) {
  const used = [];
  for (const one of list) {
    const left = Math.max(0, x(Math.max(from, indexOf(data.bars, one.time))));
    const isZone = one.top !== undefined && one.bottom !== undefined;
    const price = isZone ? one.top : one.level;
    if (price === undefined) continue;
    pen.strokeStyle = pen.fillStyle = colour('curve');
    if (isZone) {
      pen.globalAlpha = 0.2;
      pen.fillRect(left, y(one.top), Math.max(2, right - left), Math.max(1, y(one.bottom) - y(one.top)));
      pen.globalAlpha = 1;
    } else {
      pen.setLineDash([5, 4]);
      pen.beginPath();
      pen.moveTo(left, y(price));
      pen.lineTo(Math.max(right, left + 20), y(price));
      pen.stroke();
      pen.setLineDash([]);
    }
    let top = Math.max(12, y(price) - 3);
    while (used.some((other) => Math.abs(other - top) < 12)) top += 12;
    used.push(top);
    pen.fillText((one.scope ? one.scope + ' ' : '') + one.kind.replaceAll('-', ' '), left + 2, top);
  }
}
function text(id, value) { document.getElementById(id).textContent = value; }
function show(index) {
  if (trades.length === 0) { draw(); return; }
  current = Math.min(trades.length - 1, Math.max(0, index));
  const trade = trades[current];
  document.getElementById('number').value = String(current + 1);
  document.getElementById('before').disabled = current === 0;
  document.getElementById('after').disabled = current === trades.length - 1;
  const band = trade.confidence > 0 ? ', confidence ' + trade.confidence.toFixed(2) : '';
  text('said', trade.symbol + ' ' + trade.side + ' ' + trade.lots + ' lots, ' + utc(trade.openedAt) + ' to ' + utc(trade.closedAt) + ' UTC, ' + trade.exit + ', ' + signed(trade.r, 2) + ' R (' + signed(trade.net, 2) + ')' + band);
  const why = reasons[trade.signalId];
  const listed = document.getElementById('why');
  listed.replaceChildren(...(why ? why.score : []).map((part) => {
    const item = document.createElement('li');
    item.textContent = part.part + ' ' + part.value.toFixed(2) + ' of weight ' + part.weight.toFixed(2) + ': ' + part.detail;
    return item;
  }));
  const wanted = Math.floor(current / PAGE);
  if (wanted !== page || !document.querySelector('#rows tr')) { page = wanted; rows(); }
  for (const row of document.querySelectorAll('#rows tr')) row.setAttribute('aria-current', String(Number(row.dataset.at) === current));
  draw();
}
function rows() {
  const body = document.getElementById('rows');
  const pages = Math.max(1, Math.ceil(trades.length / PAGE));
  text('page', 'Page ' + (page + 1) + ' of ' + pages);
  document.getElementById('earlier').disabled = page === 0;
  document.getElementById('later').disabled = page >= pages - 1;
  body.replaceChildren(...trades.slice(page * PAGE, (page + 1) * PAGE).map((trade, at) => {
    const row = document.createElement('tr');
    row.className = 'pick';
    row.dataset.at = String(page * PAGE + at);
    row.tabIndex = 0;
    const cells = [[page * PAGE + at + 1], [utc(trade.openedAt)], [utc(trade.closedAt), 'hide'], [trade.symbol, 'hide'], [trade.side], [trade.lots, 'number hide'], [price(trade, trade.openPrice), 'number hide'], [price(trade, trade.closePrice), 'number hide'], [trade.exit, 'hide'], [signed(trade.net, 2), 'number ' + (trade.net > 0 ? 'gain' : 'loss')], [signed(trade.r, 2), 'number ' + (trade.net > 0 ? 'gain' : 'loss')]];
    for (const [value, name] of cells) {
      const cell = document.createElement('td');
      cell.textContent = String(value);
      if (name) cell.className = name;
      row.append(cell);
    }
    return row;
  }));
}
const go = (row) => { show(Number(row.dataset.at)); canvas.scrollIntoView({ block: 'center' }); };
document.getElementById('rows').addEventListener('click', (event) => { const row = event.target.closest('tr'); if (row) go(row); });
document.getElementById('rows').addEventListener('keydown', (event) => { const row = event.target.closest('tr'); if (row && event.key === 'Enter') go(row); });
document.getElementById('before').addEventListener('click', () => show(current - 1));
document.getElementById('after').addEventListener('click', () => show(current + 1));
document.getElementById('number').addEventListener('change', (event) => show((Number(event.target.value) || 1) - 1));
document.getElementById('earlier').addEventListener('click', () => { page -= 1; rows(); });
document.getElementById('later').addEventListener('click', () => { page += 1; rows(); });
document.addEventListener('keydown', (event) => {
  if (event.target.tagName === 'INPUT') return;
  if (event.key === 'ArrowLeft') show(current - 1);
  if (event.key === 'ArrowRight') show(current + 1);
});
window.addEventListener('resize', draw);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
rows();
show(0);
})();
`;
