namespace AutoValley.Storage.Site;

/// <summary>What a person did.</summary>
/// <param name="Id">Ascending in time; 0 before it is stored.</param>
/// <param name="Time">Unix nanoseconds.</param>
/// <param name="Person">Who.</param>
/// <param name="Action">What was done: "clear vehicle".</param>
/// <param name="Subject">To what: a vehicle's name, "map 3".</param>
/// <param name="Note">Why.</param>
public sealed record AuditEntry(long Id, long Time, string Person, string Action, string Subject, string Note);
