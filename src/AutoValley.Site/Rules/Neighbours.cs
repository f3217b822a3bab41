using System.Runtime.InteropServices;
using AutoValley.Site.Geometry;

namespace AutoValley.Site.Rules;

/// <summary>Which of many rectangles overlap: a grid of cells, so that the work goes with those that are near each other and not with all pairs.</summary>
internal static class Neighbours
{
    /// <summary>Metres: about what a vehicle and its way within the horizon cover.</summary>
    private const double Cell = 50;

    /// <summary>The pairs of overlapping rectangles, each once, the lower index first; cells with few in them come first, so that a crowd on one spot hides nobody elsewhere.</summary>
    /// <param name="boxes">The rectangles.</param>
    /// <param name="maximum">Overlaps looked at, at most; a pair may be looked at in each cell that both reach into.</param>
    /// <param name="known">Pairs that are left out, and cost nothing of the maximum.</param>
    /// <param name="left">How many more there may be: pairs of one cell that were not looked at.</param>
    public static IReadOnlyList<(int One, int Two)> Pairs(IReadOnlyList<Bounds> boxes, int maximum, IReadOnlySet<(int One, int Two)> known, out long left)
    {
        var (pairs, looked) = (new List<(int, int)>(), 0);
        left = 0;
        var cells = new Dictionary<(long Column, long Row), List<int>>();
        for (var index = 0; index < boxes.Count; index++)
        {
            foreach (var cell in Cells(boxes[index]))
                (CollectionsMarshal.GetValueRefOrAddDefault(cells, cell, out _) ??= []).Add(index);
        }
        foreach (var (cell, members) in cells.OrderBy(cell => cell.Value.Count))
        {
            for (var i = 0; i < members.Count; i++)
            {
                for (var j = i + 1; j < members.Count; j++)
                {
                    if (looked == maximum)
                    {
                        left += members.Count - j;
                        break;
                    }
                    var (one, two) = (boxes[members[i]], boxes[members[j]]);
                    if (!one.Overlaps(two) || known.Contains((members[i], members[j])))
                        continue;
                    looked++;
                    // Of all cells that two share, the one with their common corner tells of them.
                    if (cell == (Index(Math.Max(one.West, two.West)), Index(Math.Max(one.South, two.South))))
                        pairs.Add((members[i], members[j]));
                }
            }
        }
        return pairs;
    }

    private static IEnumerable<(long Column, long Row)> Cells(Bounds box)
    {
        for (var column = Index(box.West); column <= Index(box.East); column++)
        {
            for (var row = Index(box.South); row <= Index(box.North); row++)
                yield return (column, row);
        }
    }

    private static long Index(double metres) => (long)Math.Floor(metres / Cell);
}
