using System.Collections.Frozen;

namespace AutoValley.Edge.Sources.Mapping.Vss;

/// <summary>
/// The units of VSS (its units.yaml, releases 4 to 6), those that CAN databases use beside them, and how both are written. Factors are exact
/// by definition (SI brochure, 9th edition; the international yard and pound of 1959) but where π is in them.
/// </summary>
internal static class Units
{
    private const double Inch = 0.0254, Mile = 1609.344, Pound = 0.45359237, Gravity = 9.80665, GallonUs = 3.785411784, GallonUk = 4.54609;

    private static readonly Unit[] All =
    [
        new("mm", "length", 1e-3), new("cm", "length", 1e-2), new("m", "length", 1), new("km", "length", 1e3), new("inch", "length", Inch),
        new("ft", "length", 12 * Inch), new("mi", "length", Mile),
        new("m/s", "velocity", 1), new("km/h", "velocity", 1 / 3.6), new("mph", "velocity", Mile / 3600), new("knots", "velocity", 1852.0 / 3600),
        new("m/s^2", "acceleration", 1), new("cm/s^2", "acceleration", 1e-2), new("gn", "acceleration", Gravity),
        new("m/s^3", "jerk", 1), new("1/m", "curvature", 1), new("m^2", "area", 1),
        new("ml", "volume", 1e-3), new("l", "volume", 1), new("cm^3", "volume", 1e-3), new("m^3", "volume", 1e3),
        new("celsius", "temperature", 1), new("fahrenheit", "temperature", 5.0 / 9, -160.0 / 9), new("kelvin", "temperature", 1, -273.15),
        new("degrees", "angle", 1), new("rad", "angle", 180 / Math.PI), new("mrad", "angle", 0.18 / Math.PI),
        new("degrees/s", "angular speed", 1), new("rad/s", "angular speed", 180 / Math.PI), new("rpm", "angular speed", 6),
        new("W", "power", 1), new("kW", "power", 1e3), new("PS", "power", 75 * Gravity), new("hp", "power", 550 * Pound * Gravity * 12 * Inch),
        new("J", "work", 1), new("kJ", "work", 1e3), new("Wh", "work", 3.6e3), new("kWh", "work", 3.6e6),
        new("g", "mass", 1e-3), new("kg", "mass", 1), new("t", "mass", 1e3), new("lbs", "mass", Pound),
        new("mV", "voltage", 1e-3), new("V", "voltage", 1), new("kV", "voltage", 1e3),
        new("mA", "current", 1e-3), new("A", "current", 1), new("Ah", "charge", 3600), new("mAh", "charge", 3.6), new("C", "charge", 1),
        new("us", "duration", 1e-6), new("ms", "duration", 1e-3), new("s", "duration", 1), new("min", "duration", 60), new("h", "duration", 3600),
        new("day", "duration", 86_400), new("weeks", "duration", 604_800), new("months", "months", 1), new("years", "months", 12),
        new("unix-time", "date and time", 1), new("iso8601", "date and time as a text", 1),
        new("mbar", "pressure", 100), new("bar", "pressure", 1e5), new("Pa", "pressure", 1), new("kPa", "pressure", 1e3), new("MPa", "pressure", 1e6),
        new("psi", "pressure", Pound * Gravity / (Inch * Inch)),
        new("g/s", "mass flow", 1e-3), new("kg/h", "mass flow", 1.0 / 3600), new("g/km", "mass per distance", 1),
        new("kWh/100km", "energy per distance", 10), new("Wh/km", "energy per distance", 1),
        new("ml/100km", "volume per distance", 1e-3), new("l/100km", "volume per distance", 1),
        new("l/h", "volume flow", 1), new("l/min", "volume flow", 60), new("l/s", "volume flow", 3600),
        new("km/l", "distance per volume", 1), new("mpg-us", "distance per volume", Mile / 1e3 / GallonUs),
        new("mpg-uk", "distance per volume", Mile / 1e3 / GallonUk), new("mpge", "distance per energy", 1),
        new("N", "force", 1), new("kN", "force", 1e3), new("Nm", "torque", 1),
        new("Hz", "frequency", 1), new("kHz", "frequency", 1e3), new("cpm", "frequency", 1.0 / 60), new("bpm", "frequency", 1.0 / 60),
        new("ratio", "relation", 1), new("percent", "relation", 1e-2), new("nm/km", "relation", 1e-12),
        new("dBm", "power level", 1), new("dB", "level", 1),
        new("Ohm", "resistance", 1), new("mOhm", "resistance", 1e-3), new("kOhm", "resistance", 1e3), new("lx", "illuminance", 1), new("stars", "rating", 1),
    ];

    // A letter alone that means several things (g of gravity, C of celsius or coulomb) is no other spelling: it would be guessed.
    private static readonly Dictionary<string, string> Spellings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["millimeter"] = "mm", ["centimeter"] = "cm", ["meter"] = "m", ["meters"] = "m", ["metre"] = "m", ["kilometer"] = "km", ["in"] = "inch", ["feet"] = "ft",
        ["mile"] = "mi", ["miles"] = "mi", ["kph"] = "km/h", ["kmh"] = "km/h", ["km/hr"] = "km/h", ["kmph"] = "km/h", ["mi/h"] = "mph", ["knot"] = "knots", ["kt"] = "knots",
        ["mps"] = "m/s", ["meters/sec"] = "m/s", ["m/sec"] = "m/s", ["m/s2"] = "m/s^2", ["m/s²"] = "m/s^2", ["m/sec^2"] = "m/s^2", ["m/s/s"] = "m/s^2", ["m/s3"] = "m/s^3",
        ["m-1"] = "1/m", ["1/meter"] = "1/m", ["litre"] = "l", ["liter"] = "l", ["ccm"] = "cm^3", ["cm3"] = "cm^3",
        ["°C"] = "celsius", ["degC"] = "celsius", ["deg C"] = "celsius", ["degrees C"] = "celsius", ["degreesC"] = "celsius", ["cel"] = "celsius",
        ["°F"] = "fahrenheit", ["degF"] = "fahrenheit", ["deg F"] = "fahrenheit", ["K"] = "kelvin", ["degK"] = "kelvin",
        ["deg"] = "degrees", ["degree"] = "degrees", ["°"] = "degrees", ["radian"] = "rad", ["radians"] = "rad",
        ["deg/s"] = "degrees/s", ["deg/sec"] = "degrees/s", ["degree/s"] = "degrees/s", ["degrees/sec"] = "degrees/s", ["degrees/second"] = "degrees/s", ["°/s"] = "degrees/s",
        ["radians/second"] = "rad/s", ["radians/sec"] = "rad/s", ["rad/sec"] = "rad/s", ["1/min"] = "rpm", ["min-1"] = "rpm", ["U/min"] = "rpm",
        ["watt"] = "W", ["watts"] = "W", ["kilowatt"] = "kW", ["watt*hour"] = "Wh", ["gram"] = "g", ["kilogram"] = "kg", ["lb"] = "lbs",
        ["volt"] = "V", ["volts"] = "V", ["ampere"] = "A", ["amperes"] = "A", ["amp"] = "A", ["amps"] = "A", ["amperehour"] = "Ah", ["ampere*hour"] = "Ah",
        ["millisecond"] = "ms", ["milliseconds"] = "ms", ["sec"] = "s", ["second"] = "s", ["seconds"] = "s", ["minute"] = "min", ["minutes"] = "min",
        ["hr"] = "h", ["hour"] = "h", ["hours"] = "h", ["days"] = "day", ["d"] = "day", ["week"] = "weeks", ["month"] = "months", ["mo"] = "months", ["year"] = "years", ["yr"] = "years",
        ["hPa"] = "mbar", ["millibar"] = "mbar", ["pascal"] = "Pa", ["kilopascal"] = "kPa", ["grams/sec"] = "g/s", ["watt*hour/km"] = "Wh/km", ["watt*hr/km"] = "Wh/km",
        ["litre/100km"] = "l/100km", ["lpm"] = "l/min", ["liter/second"] = "l/s", ["mpg"] = "mpg-us", ["newton"] = "N", ["N.m"] = "Nm", ["N*m"] = "Nm",
        ["hertz"] = "Hz", ["%"] = "percent", ["pct"] = "percent", ["ohms"] = "Ohm", ["Ω"] = "Ohm", ["milliohm"] = "mOhm", ["lux"] = "lx",
    };

    private static readonly string[] None = ["", "1", "-", "unitless", "none"];

    private static readonly FrozenDictionary<string, Unit> ByName = All.ToFrozenDictionary(unit => unit.Name, StringComparer.Ordinal);

    // Capitals are no matter (RPM, KPH) but where they make milli of mega (mV, MV), and of a letter alone.
    private static readonly FrozenDictionary<string, Unit> ByAnyCase = All
        .Where(unit => unit.Name.Length > 1 && (unit.Name[0] is not ('m' or 'M') || unit.Quantity is "length" or "velocity" or "volume" or "duration"))
        .ToFrozenDictionary(unit => unit.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The names, in groups of one quantity.</summary>
    public static IEnumerable<string> Names => All.Select(unit => unit.Name);

    /// <summary>Whether a text says that a value has no unit.</summary>
    public static bool IsNone(string text) => None.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The unit of a name or another spelling of it; null when there is none.</summary>
    public static Unit? Find(string text)
    {
        var name = text.Trim();
        if (ByName.TryGetValue(name, out var unit))
            return unit;
        return Spellings.TryGetValue(name, out var spelled) ? ByName[spelled] : ByAnyCase.GetValueOrDefault(name);
    }

    /// <summary>What makes a value in one unit one in another: × factor + offset.</summary>
    /// <exception cref="ArgumentException">They are of different quantities.</exception>
    public static (double Factor, double Offset) Between(Unit from, Unit to)
    {
        if (from.Quantity != to.Quantity)
            throw new ArgumentException($"{from.Name} is a unit of {from.Quantity}, {to.Name} one of {to.Quantity}");
        return from == to ? (1, 0) : (from.Factor / to.Factor, (from.Offset - to.Offset) / to.Factor);
    }
}
