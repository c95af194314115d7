/** Components in files of their own, loaded when they are first drawn: until then there is nothing in their place. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/**
 * A component that is loaded when it is first drawn.
 * @param load gives it; where it cannot be had, a sentence stands in its place, and it is asked for again when it is drawn again.
 */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let ready: ComponentType<P> | undefined;
  return function Later(props: P) {
    const [state, setState] = useState<'loading' | 'there' | 'failed'>('loading');
    useEffect(() => {
      if (ready !== undefined) return;
      let current = true;
      load().then(
        (made) => {
          ready = made;
          if (current) setState('there');
        },
        () => current && setState('failed'),
      );
      return () => void (current = false);
    }, []);
    const Ready = ready;
    if (Ready !== undefined) return <Ready {...props} />;
    return state === 'failed' ? <p role="status">This could not be loaded: is the page's server still there?</p> : null;
  };
}
