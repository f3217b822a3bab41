using AutoValley.Site.Xml;

namespace AutoValley.Site.OpenDrive;

/// <summary>A function of s in pieces of cubics, each valid from its start to the next; 0 before the first.</summary>
internal sealed class Profile
{
    private readonly double[] starts;
    private readonly Cubic[] pieces;

    private Profile(double[] starts, Cubic[] pieces) => (this.starts, this.pieces) = (starts, pieces);

    /// <summary>Whether it is 0 everywhere.</summary>
    public bool IsZero => pieces.All(piece => piece == default);

    /// <summary>Where pieces begin.</summary>
    public IEnumerable<double> Starts => starts;

    /// <param name="nodes">Elements with a, b, c, d.</param>
    /// <param name="start">The attribute that says where a piece begins.</param>
    /// <param name="origin">Added to it.</param>
    /// <exception cref="SiteMapException">A piece begins before the one above it.</exception>
    public static Profile Read(IEnumerable<XmlNode> nodes, string start, double origin = 0)
    {
        var (starts, pieces) = (new List<double>(), new List<Cubic>());
        foreach (var node in nodes)
        {
            var at = origin + node.Number(start);
            if (starts.Count > 0 && at < starts[^1])
                throw node.Fail($"<{node.Name}> at {start} {node.Text(start)} comes after one that begins later");
            starts.Add(at);
            pieces.Add(new Cubic(node.Number("a"), node.Number("b"), node.Number("c"), node.Number("d")));
        }
        return new Profile([.. starts], [.. pieces]);
    }

    public double At(double s)
    {
        // The last piece that begins at or before s; of two with one start the later.
        var (low, high) = (0, starts.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (starts[middle] <= s)
                low = middle + 1;
            else
                high = middle;
        }
        return low == 0 ? 0 : pieces[low - 1].At(s - starts[low - 1]);
    }
}
