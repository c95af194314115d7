/** Whether the window is as narrow as a phone: then one pane at a time, and one row of header. */
import { useEffect, useState } from 'preact/hooks';

const query = '(max-width: 700px)';
export const narrow = (): boolean => window.matchMedia(query).matches;

export function useNarrow(): boolean {
  const [is, setIs] = useState(narrow);
  useEffect(() => {
    const media = window.matchMedia(query);
    const changed = () => setIs(media.matches);
    media.addEventListener('change', changed);
    return () => media.removeEventListener('change', changed);
  }, []);
  return is;
}
