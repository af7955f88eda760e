import { answered, type Schemas } from "@baygate/client";
import { Car, Plus, X } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { askAgain, useAsked } from "../api/asked.ts";
import { client } from "../api/client.ts";
import { useLanguage } from "../i18n/language.tsx";
import { useDoing } from "../parts/doing.ts";
import { Field, Select } from "../parts/fields.tsx";
import { Bones, Button, Empty, Notice, Page, Sheet } from "../parts/parts.tsx";

type VehicleClass = Schemas["Vehicle"]["class"];
const CLASSES = ["standard", "electric", "truck", "disabled"] as const satisfies readonly VehicleClass[];

async function giveUp(vehicle: string): Promise<void> {
  await answered(client.DELETE("/v1/me/vehicles/{vehicle}", { params: { path: { vehicle } } }));
  await askAgain("vehicles");
}

/** The driver's cars, and their plates. */
export function VehiclesPage(): ReactNode {
  const { t } = useLanguage();
  const { data, isLoading } = useAsked("vehicles");
  const { run, refused } = useDoing();
  const [isAdding, setAdding] = useState(false);
  return (
    <Page title={t.vehicles.title} back="/more">
      {isLoading && !data && <Bones count={1} />}
      {data?.length === 0 && <Empty icon={Car} title={t.vehicles.none} lead={t.vehicles.noneLead} />}
      {data && data.length > 0 && (
        <ul className="card flush rows">
          {data.map((vehicle) => (
            <li key={vehicle.id} className="row">
              <span className="badge">
                <Car aria-hidden="true" />
              </span>
              <span className="grow">
                <span className="strong">{vehicle.label}</span>
                <span className="soft small block">
                  <bdi>{vehicle.plate ?? t.vehicles.noPlate}</bdi> · {t.vehicles.classes[vehicle.class]}
                </span>
              </span>
              <button
                type="button"
                className="icon-button"
                aria-label={t.vehicles.remove(vehicle.label)}
                onClick={() => run(() => giveUp(vehicle.id))}
              >
                <X aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {refused && <Notice kind="alarm">{refused}</Notice>}
      <Button kind="main" icon={Plus} wide onPress={() => setAdding(true)}>
        {t.vehicles.add}
      </Button>
      {isAdding && <AddSheet onClose={() => setAdding(false)} />}
    </Page>
  );
}

function AddSheet({ onClose }: { onClose: () => void }): ReactNode {
  const { t } = useLanguage();
  const { run, busy, refused } = useDoing();
  const [label, setLabel] = useState("");
  const [plate, setPlate] = useState("");
  const [kind, setKind] = useState<VehicleClass>("standard");
  const add = (event: FormEvent): void => {
    event.preventDefault();
    run(async () => {
      await answered(client.POST("/v1/me/vehicles", { body: { label, class: kind, plate: plate.trim() || null } }));
      await askAgain("vehicles");
      onClose();
    });
  };
  return (
    <Sheet title={t.vehicles.add} onClose={onClose}>
      <form className="form" onSubmit={add}>
        <Field
          label={t.vehicles.label}
          hint={t.vehicles.labelHint}
          required
          maxLength={80}
          value={label}
          onChange={(event) => setLabel(event.target.value)}
        />
        <Field
          label={`${t.vehicles.plate} (${t.common.optional})`}
          dir="ltr"
          autoCapitalize="characters"
          autoComplete="off"
          value={plate}
          onChange={(event) => setPlate(event.target.value)}
        />
        <Select
          label={t.vehicles.kind}
          options={CLASSES.map((each) => [each, t.vehicles.classes[each]] as const)}
          value={kind}
          onChange={(event) => setKind(event.target.value as VehicleClass)}
        />
        {refused && <Notice kind="alarm">{refused}</Notice>}
        <Button kind="main" type="submit" busy={busy} wide>
          {t.common.add}
        </Button>
      </form>
    </Sheet>
  );
}
