/** A run of an exercise as the object table after it, with the phases that it went through. */
import { useEffect, useState } from 'preact/hooks';
import type { KernelShown } from '../../engine/components/kernel.ts';
import { ask } from '../../rpc.ts';
import type { RunPictureProps } from '../run-pictures.ts';
import { Table } from './table.tsx';
import { Timeline } from './timeline.tsx';
import './objects.css';

export function RunPicture({ program, variant, words, onStep }: RunPictureProps) {
  const [shown, setShown] = useState<KernelShown | null>(null);
  const asked = JSON.stringify([program, variant, words]);
  useEffect(() => {
    let current = true;
    void ask('kernel', { source: program, words, at: words.length, variant }).then((r) => current && setShown(r));
    return () => void (current = false);
  }, [asked]);
  if (shown === null) return <p role="status">Reading the system…</p>;
  return (
    <div class="objects">
      {shown.end !== null && <p class={`objects-end objects-end-${shown.end.kind}`}>{shown.end.say}</p>}
      <Table shown={shown} take={(s) => onStep(s.word)} />
      <Timeline phases={shown.phases} length={shown.words.length} at={shown.words.length} />
    </div>
  );
}
