namespace AutoValley.Site.Utilisation;

/// <summary>Which version of the map held when, so that what was is judged by the zones there were.</summary>
/// <param name="periods">In order and without gaps, as far as the report goes.</param>
/// <param name="read">A version's map; asked once for each.</param>
public sealed class MapHistory(IReadOnlyList<MapPeriod> periods, Func<int, Map> read)
{
    private readonly Dictionary<int, Map> known = [];

    /// <summary>In order.</summary>
    public IReadOnlyList<MapPeriod> Periods => periods;

    /// <summary>The map of a version, whether or not it held in the time.</summary>
    public Map Of(int version)
    {
        if (!known.TryGetValue(version, out var map))
            known.Add(version, map = read(version));
        return map;
    }
}
