import { type ComponentProps, type ReactNode, useId } from "react";

/** A labelled input. */
export function Field(props: { label: string; hint?: string; big?: boolean } & ComponentProps<"input">): ReactNode {
  const { label, hint, big = false, ...input } = props;
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        {...input}
        {...(big ? { className: "code" } : {})}
        {...(hint === undefined ? {} : { "aria-describedby": `${id}-hint` })}
      />
      {hint !== undefined && (
        <span id={`${id}-hint`} className="soft small">
          {hint}
        </span>
      )}
    </div>
  );
}

export function Select(
  props: { label: string; options: readonly (readonly [string, string])[] } & ComponentProps<"select">,
) {
  const { label, options, ...select } = props;
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} {...select}>
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

/** On or off, beside what that means. */
export function Switch(props: { label: string; hint?: string; on: boolean; onTurn: (on: boolean) => void }): ReactNode {
  const id = useId();
  return (
    <div className="row">
      <label className="grow" htmlFor={id}>
        {props.label}
        {props.hint !== undefined && <span className="soft small block">{props.hint}</span>}
      </label>
      <input
        id={id}
        type="checkbox"
        role="switch"
        className="switch"
        checked={props.on}
        aria-checked={props.on}
        onChange={(event) => props.onTurn(event.target.checked)}
      />
    </div>
  );
}

/** One of a few, as buttons. */
export function Choices<T extends string>(props: {
  label: string;
  options: readonly (readonly [T, string])[];
  value: T | undefined;
  onChoose: (value: T) => void;
}): ReactNode {
  const name = useId();
  return (
    <fieldset className="choices">
      <legend className="unseen">{props.label}</legend>
      {props.options.map(([value, words]) => (
        <label key={value} className="choice">
          <input type="radio" name={name} checked={value === props.value} onChange={() => props.onChoose(value)} />
          <span className="number">{words}</span>
        </label>
      ))}
    </fieldset>
  );
}
