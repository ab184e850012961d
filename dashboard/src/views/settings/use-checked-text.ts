import { useRef, useState } from 'react';
import { api } from '../../api/client.ts';
import type { ConfigurationCheck } from '../../api/types.ts';
import { problemWords } from '../../problem-words.ts';

export interface CheckedText {
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly busy: boolean;
  /** What the program said of the text as it stands; undefined before it was asked. */
  readonly result: ConfigurationCheck | undefined;
  readonly failed: string | undefined;
  /** Have the program check the text, with a setting written into it when one is given. */
  readonly check: (set?: { readonly key: string; readonly value: string | null }) => Promise<void>;
}

/** A YAML text that a person works on and the program checks. `first` is what it begins with. */
export function useCheckedText(first: string | undefined): CheckedText {
  const [typed, setTyped] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<ConfigurationCheck>();
  const [failed, setFailed] = useState<string>();
  // What is asked last is answered last, whatever the network does.
  const asked = useRef(0);
  const text = typed ?? first ?? '';
  const check: CheckedText['check'] = async (set) => {
    asked.current += 1;
    const mine = asked.current;
    setBusy(true);
    const answer = await api.checkConfiguration({ text, ...(set ? { set } : {}) });
    if (mine !== asked.current) return;
    setBusy(false);
    setFailed(answer.ok ? undefined : problemWords(answer.problem));
    setResult(answer.ok ? answer.value : undefined);
    if (answer.ok) setTyped(answer.value.yaml);
  };
  return {
    text,
    setText: (next) => {
      setTyped(next);
      setResult(undefined);
    },
    busy,
    result,
    failed,
    check,
  };
}
