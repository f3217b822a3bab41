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
    public SqliteCommand Command(SqliteConnection connection, string select, string order) => connection
        .Prepare($"{select} WHERE {string.Join(" AND ", conditions)} {order}", values.Count).With([.. values]);
}
