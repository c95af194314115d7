/** A button that lets the reader choose a file of this machine. Nothing of it leaves the page. */
import { useRef } from 'preact/hooks';
import './load-file.css';

interface LoadFileProps {
  /** The name of the file's kind for a screen reader. */
  readonly label: string;
  /** As in the attribute `accept`. */
  readonly accept: string;
  /** Several files at once. */
  readonly many?: boolean;
  readonly onFile: (files: FileList | null) => void;
}

export function LoadFile({ label, accept, many = false, onFile }: LoadFileProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" onClick={() => input.current?.click()}>
        Load file…
      </button>
      <input
        ref={input}
        class="load-file"
        type="file"
        accept={accept}
        multiple={many}
        aria-label={label}
        tabIndex={-1}
        onChange={(e) => {
          onFile(e.currentTarget.files);
          // The same file again is a choice too.
          e.currentTarget.value = '';
        }}
      />
    </>
  );
}
