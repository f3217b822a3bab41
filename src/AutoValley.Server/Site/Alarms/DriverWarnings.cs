using System.Threading.Channels;
using AutoValley.Server.Fleet;
using AutoValley.Server.Ordering;
using AutoValley.Site.Alarms;
using AutoValley.Telemetry;
using AutoValley.V1;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Alarm = AutoValley.Site.Alarms.Alarm;
using AlarmSeverity = AutoValley.Site.Alarms.AlarmSeverity;
using AlarmState = AutoValley.Site.Alarms.AlarmState;

namespace AutoValley.Server.Site.Alarms;

/// <summary>Sends alarms to vehicles as orders to warn. Nobody waits for an answer: what a driver saw is no part of an alarm's life.</summary>
internal sealed class DriverWarnings(CommandSender sender, VehicleStates states, ILogger<DriverWarnings> log) : BackgroundService, IDriverWarnings
{
    /// <summary>Warnings on their way; beyond it the oldest goes unsent, and is counted.</summary>
    public const int MaximumWaiting = 1_024;

    private const int MaximumTextLength = 200;

    // Three times what it takes until it is told again.
    private const uint ValidSeconds = 30;

    private readonly Channel<(VehicleName Vehicle, WarnOrder Order)> waiting = Channel.CreateUnbounded<(VehicleName, WarnOrder)>();
    private long sent;
    private long unsent;

    /// <summary>Handed over, since the server started.</summary>
    public long Sent => Interlocked.Read(ref sent);

    /// <summary>Not handed over: the vehicle was offline, the broker gone, or too many waited.</summary>
    public long Unsent => Interlocked.Read(ref unsent);

    /// <inheritdoc/>
    public void Warn(VehicleName vehicle, Alarm alarm)
    {
        waiting.Writer.TryWrite((vehicle, OrderOf(alarm)));
        if (waiting.Reader.Count > MaximumWaiting && waiting.Reader.TryRead(out _))
            Interlocked.Increment(ref unsent);
    }

    /// <summary>What a driver is shown.</summary>
    internal static WarnOrder OrderOf(Alarm alarm)
    {
        var isOver = alarm.State is not (AlarmState.Raised or AlarmState.Acknowledged);
        var text = new string([.. AlarmText.Of(alarm).Select(character => char.IsControl(character) ? ' ' : character)]);
        return new WarnOrder
        {
            Id = FormattableString.Invariant($"alarm-{alarm.Id}"),
            Severity = alarm.Severity switch
            {
                AlarmSeverity.Low => WarnOrder.Types.Severity.Notice,
                AlarmSeverity.Medium => WarnOrder.Types.Severity.Warning,
                _ => WarnOrder.Types.Severity.Danger,
            },
            Text = text.Length <= MaximumTextLength ? text : text[..MaximumTextLength],
            Over = isOver,
            ValidSeconds = isOver ? 0 : ValidSeconds,
        };
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (vehicle, order) in waiting.Reader.ReadAllAsync(stoppingToken))
        {
            if (states.Of(vehicle).Online != false && await SendAsync(vehicle, order, stoppingToken))
                Interlocked.Increment(ref sent);
            else
                Interlocked.Increment(ref unsent);
        }
    }

    private async Task<bool> SendAsync(VehicleName vehicle, WarnOrder order, CancellationToken cancellation)
    {
        try
        {
            await sender.SendAsync(vehicle, new AgentCommand { Id = Guid.NewGuid().ToString("N"), Warn = order }, System.TimeSpan.Zero, cancellation);
            return true;
        }
        catch (Exception failure) when (failure is IOException or TooManyWaitingException or Mqtt.MqttException)
        {
            log.WarningNotSent(vehicle.ToString(), order.Id, failure.Message);
            return false;
        }
    }
}
