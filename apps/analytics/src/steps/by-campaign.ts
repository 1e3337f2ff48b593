/** What is kept in memory for each campaign, made when it is first asked for. */
export class ByCampaign<Kept> {
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly make: (campaignId: string) => Kept) {}

  of(campaignId: string): Kept {
    let one = this.kept.get(campaignId);
    if (one === undefined) {
      one = this.make(campaignId);
      this.kept.set(campaignId, one);
    }
    return one;
  }
}
