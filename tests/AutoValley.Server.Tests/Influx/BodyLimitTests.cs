using System.Net;
using System.Net.Sockets;
using System.Text;
using AutoValley.Server.Influx;

namespace AutoValley.Server.Tests.Influx;

/// <summary>Memory that bodies take.</summary>
public sealed class BodyLimitTests
{
    private const long Time = 1_790_000_000_000_000_000;

    [Fact]
    public async Task Write_SlowClientsWithLongBodies_LeaveRoomForOthers()
    {
        await using var host = await InfluxHost.StartAsync(options => options with { Influx = new InfluxOptions { MaximumBytesUnderWay = 1 << 20 } });
        var sockets = Enumerable.Range(0, 4).Select(_ => new TcpClient()).ToArray();
        foreach (var socket in sockets)
        {
            await socket.ConnectAsync(host.Endpoint);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes("POST /write?db=acme HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\nExpect: 100-continue\r\n\r\n"));
            // It is sent when the body is read, and so memory is taken.
            using var reader = new StreamReader(socket.GetStream(), leaveOpen: true);
            Assert.Equal("HTTP/1.1 100 Continue", await reader.ReadLineAsync());
        }
        var lines = string.Concat(Enumerable.Range(0, 4_000).Select(row => $"cpu,vehicle=car-1 usage={row} {Time + row}\n"));
        Assert.Equal((HttpStatusCode.NoContent, ""), await host.WriteAsync(lines));
        Array.ForEach(sockets, socket => socket.Dispose());
        Assert.Equal(4_000, (await host.ReadAsync("acme/car-1", "cpu.usage")).Count);
    }

    [Fact]
    public async Task Write_AnEncodingInCapitals_IsTheSame()
    {
        await using var host = await InfluxHost.StartAsync();
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes($"cpu,vehicle=car-1 usage=1 {Time}"));
        content.Headers.ContentEncoding.Add("Identity");
        Assert.Equal((HttpStatusCode.NoContent, ""), await host.PostAsync("/write?db=acme", content));
        var gzip = new ByteArrayContent([1]);
        gzip.Headers.ContentEncoding.Add("GZIP");
        Assert.Equal(HttpStatusCode.BadRequest, (await host.PostAsync("/write?db=acme", gzip)).Status);
    }
}
