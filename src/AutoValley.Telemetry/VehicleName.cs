using System.Diagnostics.CodeAnalysis;

namespace AutoValley.Telemetry;

/// <summary>A vehicle and the organisation it belongs to; written <c>organisation/vehicle</c>.</summary>
public readonly record struct VehicleName
{
    /// <summary>Longest organisation or vehicle name, in characters.</summary>
    public const int MaximumPartLength = 64;

    /// <exception cref="ArgumentException">A part is not 1 to 64 characters of A-Z a-z 0-9 . _ -</exception>
    public VehicleName(string organisation, string vehicle)
    {
        if (!IsPart(organisation) || !IsPart(vehicle))
            throw new ArgumentException($"'{organisation}/{vehicle}' is no vehicle name: organisation/vehicle, each 1 to 64 of A-Z a-z 0-9 . _ -");
        Organisation = organisation;
        Vehicle = vehicle;
    }

    /// <summary>The organisation.</summary>
    public string Organisation { get; }

    /// <summary>The vehicle, unique within its organisation.</summary>
    public string Vehicle { get; }

    /// <summary>Reads <c>organisation/vehicle</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out VehicleName name)
    {
        name = default;
        if (text is null || text.IndexOf('/') is var slash && slash < 0)
            return false;
        var (organisation, vehicle) = (text[..slash], text[(slash + 1)..]);
        if (!IsPart(organisation) || !IsPart(vehicle))
            return false;
        name = new VehicleName(organisation, vehicle);
        return true;
    }

    /// <summary>Whether <paramref name="text"/> can be an organisation's or a vehicle's name.</summary>
    public static bool IsPart(string? text) => Names.IsName(text, MaximumPartLength);

    /// <inheritdoc/>
    public override string ToString() => $"{Organisation}/{Vehicle}";
}
