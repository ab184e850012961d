import { expect, test } from 'vitest';
import { hostName, isLoopback, isSameOrigin } from './hosts.ts';

test.each([
  ['localhost:8000', 'localhost'],
  ['LocalHost', 'localhost'],
  ['[::1]:8000', '[::1]'],
  ['127.0.0.1', '127.0.0.1'],
  ['', undefined],
  ['a b', undefined],
  ['user@localhost', undefined],
  ['localhost:port', undefined],
  ['localhost/evil', undefined],
  [undefined, undefined],
])('the name in %s is %s', (header, name) => {
  expect(hostName(header)).toBe(name);
});

test('only names of this machine are loopback', () => {
  expect(['localhost', '127.0.0.1', '127.255.0.1', '[::1]'].every(isLoopback)).toBe(true);
  const others = ['127.0.0.1.example', '128.0.0.1', '0.0.0.0', '[::]', 'localhost.', '1270.0.0.1'];
  expect(others.some(isLoopback)).toBe(false);
});

test('an origin is the same when scheme, name and port are', () => {
  expect(isSameOrigin('http://localhost:8000', 'LOCALHOST:8000')).toBe(true);
  expect(isSameOrigin('https://panel.example', 'panel.example')).toBe(true);
  expect(isSameOrigin('http://localhost', 'localhost:8000')).toBe(false);
  expect(isSameOrigin('null', 'localhost')).toBe(false);
  expect(isSameOrigin('http://localhost', undefined)).toBe(false);
});
