using AutoValley.Telemetry;

namespace AutoValley.Site.Alarms;

/// <summary>What a condition and its alarm are told apart by: at most one open alarm has a key.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Zone">The zone's name; null where it has none.</param>
/// <param name="Vehicle">The vehicle; null where it is about the zone.</param>
/// <param name="Other">The second vehicle of a pair, whose names are in ordinal order; else null.</param>
public readonly record struct AlarmKey(AlarmKind Kind, string? Zone = null, VehicleName? Vehicle = null, VehicleName? Other = null)
{
    /// <summary>Of what a vehicle does in a zone, the same in every zone.</summary>
    public AlarmKey WithoutPlace => Vehicle is null ? this : this with { Zone = null };

    /// <summary>A pair's key, which is the same whichever vehicle is named first.</summary>
    public static AlarmKey OfPair(AlarmKind kind, VehicleName one, VehicleName two) =>
        Compare(one, two) <= 0
            ? new AlarmKey(kind, null, one, two)
            : new AlarmKey(kind, null, two, one);

    // As their texts, which are made only where an organisation's name may begin another's.
    private static int Compare(VehicleName one, VehicleName two) =>
        one.Organisation == two.Organisation ? string.CompareOrdinal(one.Vehicle, two.Vehicle)
        : one.Organisation.Length == two.Organisation.Length ? string.CompareOrdinal(one.Organisation, two.Organisation)
        : string.CompareOrdinal(one.ToString(), two.ToString());

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', new[] { AlarmKinds.NameOf(Kind), Zone, Vehicle?.ToString(), Other?.ToString() }.OfType<string>());
}
