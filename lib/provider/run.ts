/** What one walk of Terraform has told of its state and of its plan so far. */
import type { ObjectValue } from '../plugin/values';

export class Run {
  /** Once something is created, changed or destroyed, this is no plan any more. */
  isApplying = false;
  private isPlan = false;
  /** By type, as Terraform has shown them. */
  private readonly objects = new Map<string, Readonly<ObjectValue>[]>();
  private readonly created = new Set<string>();
  private readonly protected = new Set<string>();
  /** The apps of the state that are planned already, and whether each gets another release. */
  private readonly releases = new Map<number, boolean>();

  sees(type: string, object: Readonly<ObjectValue>): void {
    const objects = this.objects.get(type) ?? [];
    objects.push(object);
    this.objects.set(type, objects);
  }

  /** Notes that a data source is read, which is a part of plans. */
  readsData(): void {
    this.isPlan = true;
  }

  /** Whether it may be an apply, in which Terraform plans once more what it creates, and shows nothing of its state before. */
  get mayBeApply(): boolean {
    return !this.isPlan && this.objects.size === 0;
  }

  /** Whether an object of the state is, or becomes, what has this id and this handle. */
  has(types: readonly string[], id: number, handle: string): boolean {
    return (
      types
        .flatMap((type) => this.objects.get(type) ?? [])
        // A creation that ended half-way may have no id yet.
        .some((object) => (object.id === null ? object.handle === handle : Number(object.id) === id))
    );
  }

  /** Notes that a plan leaves what is protected from deletion as it is. `name` says what it is, and which one. */
  keepsProtected(name: string): void {
    this.protected.add(name);
  }

  /** Whether what is created takes the place of something protected, of which the plan knew no reason to replace it. */
  replacesProtected(name: string): boolean {
    return this.protected.has(name);
  }

  plansApp(id: number, isReleased: boolean): void {
    this.releases.set(id, isReleased);
  }

  /** Whether an app keeps its release in this plan; undefined while that is not known. */
  keepsRelease(id: number, handle: string): boolean | undefined {
    const isReleased = this.releases.get(id);
    if (isReleased !== undefined) return !isReleased;
    return this.has(['aptible_app'], id, handle) ? undefined : true;
  }

  /** Notes something new of the plan. False when there is one like it in the same plan. */
  creates(name: string): boolean {
    if (this.created.has(name)) return false;
    this.created.add(name);
    return true;
  }
}
