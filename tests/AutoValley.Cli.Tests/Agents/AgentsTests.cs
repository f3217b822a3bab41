using AutoValley.V1;
using Google.Protobuf;

namespace AutoValley.Cli.Tests.Agents;

/// <summary>agents, agent status, agent sources.</summary>
public sealed class AgentsTests : CommandTests
{
    [Fact]
    public async Task Agents_Pipe_ALineEach()
    {
        Server.Agents.ServerTime = Second(10);
        Server.Agents.Agents.Add(new Agent { Vehicle = "acme/bare", State = VehicleState.Offline, Status = new AgentStatus(), ReceiveTime = Second(0) });
        Server.Agents.Agents.Add(Full());
        Assert.Equal(
            "vehicle,state,told_s_ago,version,uptime_s,sources,troubled,samples_per_s,spool_batches,spool_oldest_s,dropped,clock_offset_s,cpu,memory_mib\n"
            + "acme/bare,offline,10,,0,0,0,0,0,0,0,,0,0\n"
            + "acme/car1,online,0.5,0.1.0,90,2,2,5000.25,3,1800,12,-5.5,0.025,48\n",
            await DoneAsync("agents --organisation acme -f csv"));
        Assert.Equal("acme", Server.Agents.Listed!.Organisation);
    }

    [Fact]
    public async Task AgentStatus_Json_HasEveryField()
    {
        Server.Agents.ServerTime = Second(10);
        Server.Agents.Agents.Add(Full());
        Assert.Equal(
            "{\"vehicle\":\"acme/car1\",\"state\":\"online\",\"told_s_ago\":0.5,\"version\":\"0.1.0\",\"session\":\"0102030405060708090a0b0c0d0e0f10\",\"uptime_s\":90,"
            + "\"sources\":2,\"sources_troubled\":2,\"samples_read\":100,\"samples_batched\":90,\"samples_durable\":80,\"backlog_samples_durable\":7,"
            + "\"batches_published_per_s\":10.5,\"batches_durable_per_s\":9.5,\"reconnects\":2,\"last_error\":\"reset\",\"spool_batches\":3,\"spool_samples\":30,"
            + "\"spool_bytes\":4096,\"spool_oldest_s\":1800,\"spool_archive_bytes\":5,\"spool_fault\":\"read-only\",\"dropped\":12,\"dropped_refused\":2,\"dropped_spool_full\":10,"
            + "\"clock_source\":\"gnss\",\"clock_offset_s\":-5.5,\"clock_error_s\":0.2,\"cpu\":0.025,\"memory_bytes\":50331648}\n",
            await DoneAsync("agent status -v acme/car1 --format json"));
    }

    [Fact]
    public async Task AgentSources_Pipe_TellsGapsAndReasons()
    {
        Server.Agents.Agents.Add(Full());
        Assert.Equal(
            "source\tstate\tsamples\tsamples_per_s\tsilent_s\tgaps\tcounts\treason\n"
            + "can0\trunning\t100\t5000.25\t0.25\t4\t40 frames, 4 frames lost\tqueue full\n"
            + "gps\twaiting\t0\t0\t\t0\t3 restarts\tno such device\n",
            await DoneAsync("agent sources --vehicle acme/car1"));
    }

    [Fact]
    public async Task AgentStatus_UnknownVehicle_FailsWithTheServersWord()
    {
        Assert.Equal(ExitCode.Failed, await RunAsync("agent status -v acme/none"));
        Assert.Contains("no agent of acme/none", Error, StringComparison.Ordinal);
    }

    private static Agent Full() => new()
    {
        Vehicle = "acme/car1",
        State = VehicleState.Online,
        ReceiveTime = Second(9.5),
        Status = new AgentStatus
        {
            Version = "0.1.0",
            Session = ByteString.CopyFrom(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16),
            UptimeNanos = 90_000_000_000,
            Sources =
            {
                new AgentSource
                {
                    Name = "can0", State = AgentSource.Types.State.Running, Reason = "queue full", Samples = 100, SamplesPerSecond = 5000.25, SilenceNanos = 250_000_000,
                    Counts = { new SourceCount { Name = "frames", Count = 40 }, new SourceCount { Name = "frames lost", Count = 4, IsGap = true } },
                },
                new AgentSource { Name = "gps", State = AgentSource.Types.State.Waiting, Reason = "no such device", Counts = { new SourceCount { Name = "restarts", Count = 3 } } },
            },
            Uplink = new AgentUplink
            {
                SamplesRead = 100, SamplesBatched = 90, SamplesDurable = 80, BacklogSamplesDurable = 7, BatchesPublishedPerSecond = 10.5,
                BatchesDurablePerSecond = 9.5, Reconnects = 2, LastError = "reset",
            },
            Spool = new AgentSpool { Batches = 3, Samples = 30, Bytes = 4096, OldestAgeNanos = 1_800_000_000_000, Fault = "read-only", ArchiveBytes = 5 },
            Dropped = { ["spool full"] = 10, ["refused"] = 2 },
            Clock = new ClockQuality { Source = ClockSource.Gnss, OffsetNanos = -5_500_000_000, ErrorNanos = 200_000_000 },
            Cpu = 0.025,
            MemoryBytes = 48 << 20,
        },
    };
}
