import { describe, expect, it } from 'vitest';
import { gatewayProof, sameProof, terminalProof } from './proof.ts';

/** The example that docs/bridge-protocol.md works out. */
const SECRET = 'correct horse battery staple 0123456789abcdef';
const SHAKE = {
  hello: '00112233445566778899aabbccddeeff'.repeat(2),
  challenge: 'ffeeddccbbaa99887766554433221100'.repeat(2),
  login: '5012345',
  server: 'Example-Demo',
};

describe('the proofs of a handshake', () => {
  it('are those of the protocol', () => {
    expect(terminalProof(SECRET, SHAKE, 'demo')).toBe(
      '94a7635673852084209fb6e5e1867d3fd522f28b219237e4fdeb18311aae80fa',
    );
    expect(gatewayProof(SECRET, SHAKE, 7)).toBe(
      'a951c2b1c7a45f6e3b99c5377226b3ec4e79c7504a465fa23fafa8a640cdf219',
    );
  });

  it('depend on all that they speak of', () => {
    const proofs = [
      terminalProof(SECRET, SHAKE, 'demo'),
      terminalProof(`${SECRET}.`, SHAKE, 'demo'),
      terminalProof(SECRET, SHAKE, 'real'),
      terminalProof(SECRET, { ...SHAKE, login: '5012346' }, 'demo'),
      terminalProof(SECRET, { ...SHAKE, server: 'Example-Live' }, 'demo'),
      terminalProof(SECRET, { ...SHAKE, hello: SHAKE.challenge }, 'demo'),
      terminalProof(SECRET, { ...SHAKE, challenge: SHAKE.hello }, 'demo'),
      gatewayProof(SECRET, SHAKE, 7),
      gatewayProof(SECRET, SHAKE, 8),
    ];
    expect(new Set(proofs).size).toBe(proofs.length);
  });

  it('are compared whole', () => {
    const proof = gatewayProof(SECRET, SHAKE, 7);
    expect(sameProof(proof, proof)).toBe(true);
    expect(sameProof(proof, proof.slice(0, 63))).toBe(false);
    expect(sameProof(proof, `${proof.slice(0, 63)}0`)).toBe(false);
    expect(sameProof('', '')).toBe(true);
  });
});
