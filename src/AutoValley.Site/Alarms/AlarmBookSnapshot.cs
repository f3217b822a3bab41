namespace AutoValley.Site.Alarms;

/// <summary>All that an <see cref="AlarmBook"/> holds.</summary>
/// <param name="Version">Of the newest transition.</param>
/// <param name="LastId">The last id that was given.</param>
/// <param name="Alarms">Open ones and those closed ones that are still in memory, by version.</param>
/// <param name="Pending">Conditions whose alarm is not raised yet.</param>
/// <param name="Absent">Conditions of holding alarms that are gone for less than their off-delay, with when they went.</param>
public sealed record AlarmBookSnapshot(
    long Version, long LastId, IReadOnlyList<Alarm> Alarms,
    IReadOnlyList<PendingCondition> Pending, IReadOnlyList<KeyValuePair<AlarmKey, long>> Absent)
{
    /// <summary>Of a book that was never written in.</summary>
    public static AlarmBookSnapshot Empty { get; } = new(0, 0, [], [], []);
}
