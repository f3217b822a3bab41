using AutoValley.Cli.Remote;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Cli.Tests.Remote;

public sealed class RetriesTests : CommandTests
{
    [Fact]
    public async Task Vehicles_ServerUnavailableAtFirst_AreListed()
    {
        Server.Fleet.Vehicles.Add(new Vehicle { Name = "a/b" });
        Server.Fleet.Failure = new RpcException(new Status(StatusCode.Unavailable, "starting"));
        Server.Fleet.Failures = 2;
        Assert.Contains("a/b", await DoneAsync("vehicles"), StringComparison.Ordinal);
    }

    [Fact]
    public void Config_NamesWhatChangesNothing()
    {
        var names = Retries.Config().MethodConfigs.Single().Names.Select(name => $"{name.Service}/{name.Method}").ToArray();
        Assert.Equal(28, names.Length);
        Assert.Contains("autovalley.v1.QueryService/Read", names);
        Assert.Contains("autovalley.v1.LiveService/Subscribe", names);
        Assert.DoesNotContain(names, name => name.EndsWith("Run", StringComparison.Ordinal) && !name.EndsWith("GetRun", StringComparison.Ordinal));
        Assert.DoesNotContain("autovalley.v1.IngestService/Publish", names);
        Assert.DoesNotContain("autovalley.v1.StoreService/Compact", names);
        Assert.Contains("autovalley.v1.SiteService/ListAlarms", names);
        Assert.DoesNotContain("autovalley.v1.SiteService/AcknowledgeAlarm", names);
    }
}
