namespace AutoValley.Site.Geometry;

/// <summary>An upright rectangle of the local plane, metres, edges included.</summary>
public readonly record struct Bounds(double West, double South, double East, double North)
{
    /// <summary>Holds nothing; the start of a union.</summary>
    public static Bounds Empty { get; } =
        new(double.PositiveInfinity, double.PositiveInfinity, double.NegativeInfinity, double.NegativeInfinity);

    /// <summary>Metres from west to east.</summary>
    public double Width => East - West;

    /// <summary>Metres from south to north.</summary>
    public double Height => North - South;

    /// <summary>Its four corners, from the south-west one round.</summary>
    public IReadOnlyList<LocalPosition> Corners => [new(West, South), new(East, South), new(East, North), new(West, North)];

    /// <summary>Whether the place lies in it; false for NaN.</summary>
    public bool Contains(LocalPosition place) =>
        place.East >= West && place.East <= East && place.North >= South && place.North <= North;

    /// <summary>Whether the two have places in common, edges not counted.</summary>
    public bool Overlaps(Bounds other) => West < other.East && other.West < East && South < other.North && other.South < North;

    /// <summary>The smallest rectangle that holds this one and the place.</summary>
    public Bounds Including(LocalPosition place) => new(
        Math.Min(West, place.East), Math.Min(South, place.North), Math.Max(East, place.East), Math.Max(North, place.North));

    /// <summary>The smallest rectangle that holds both.</summary>
    public Bounds Including(Bounds other) => new(
        Math.Min(West, other.West), Math.Min(South, other.South), Math.Max(East, other.East), Math.Max(North, other.North));
}
