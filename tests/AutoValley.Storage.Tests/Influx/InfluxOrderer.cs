using AutoValley.Testing;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace AutoValley.Storage.Tests.Influx;

/// <summary>
/// Leaves out inherited tests, which cannot be skipped, where InfluxDB is not installed; a <see cref="ToolFactAttribute"/> beside them tells that.
/// </summary>
public sealed class InfluxOrderer : ITestCaseOrderer
{
    public const string Type = "AutoValley.Storage.Tests.Influx.InfluxOrderer";
    public const string Assembly = "AutoValley.Storage.Tests";

    /// <summary>Whether there is an <c>influxd</c>.</summary>
    public static bool IsInstalled => ToolFactAttribute.Find("influxd") is not null;

    public IEnumerable<TTestCase> OrderTestCases<TTestCase>(IEnumerable<TTestCase> testCases)
        where TTestCase : ITestCase => IsInstalled ? testCases : testCases.Where(one => one.SkipReason is not null);
}
