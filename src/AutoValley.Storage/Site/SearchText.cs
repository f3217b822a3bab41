using System.Globalization;
using AutoValley.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Site;

/// <summary>A question as SQL under construction; what it is asked with are parameters, never text of the command.</summary>
internal sealed class SearchText
{
    private readonly List<string> conditions = ["1"];
    private readonly List<object?> values = [];

    /// <summary>A parameter's place in a condition.</summary>
    public string Parameter(object value)
    {
        values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${values.Count}");
    }

    /// <summary>Adds a condition that has to hold too.</summary>
    public void And(string condition) => conditions.Add(condition);

    /// <summary>The command, ready to run.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="select">All before WHERE.</param>
    /// <param name="order">All after the conditions.</param>
    /// <param name="each">
    /// Conditions of which one at most holds for a row: each is a search of its own with an index of its own, and as all of them give rows in one order they are merged without sorting. Empty
    /// for one search.
    /// </param>
    public SqliteCommand Command(SqliteConnection connection, string select, string order, IReadOnlyCollection<string> each)
    {
        var all = string.Join(" AND ", conditions);
        var searches = each.DefaultIfEmpty("1").Select(one => $"{select} WHERE {all} AND {one}");
        return connection.Prepare($"{string.Join(" UNION ALL ", searches)} {order}", values.Count).With([.. values]);
    }
}
