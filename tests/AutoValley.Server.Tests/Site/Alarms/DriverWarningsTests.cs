using System.Text;
using AutoValley.Server.Fleet;
using AutoValley.Server.Site.Alarms;
using AutoValley.Site.Alarms;
using AutoValley.Telemetry;
using AutoValley.Testing;
using AutoValley.V1;
using Microsoft.Extensions.Logging.Abstractions;
using Alarm = AutoValley.Site.Alarms.Alarm;
using AlarmKind = AutoValley.Site.Alarms.AlarmKind;
using AlarmSeverity = AutoValley.Site.Alarms.AlarmSeverity;
using AlarmState = AutoValley.Site.Alarms.AlarmState;

namespace AutoValley.Server.Tests.Site.Alarms;

public sealed class DriverWarningsTests
{
    private static readonly VehicleName Truck = new("acme", "truck");

    [Theory]
    [InlineData(AlarmState.Raised, AlarmSeverity.Critical, WarnOrder.Types.Severity.Danger, false)]
    [InlineData(AlarmState.Acknowledged, AlarmSeverity.Medium, WarnOrder.Types.Severity.Warning, false)]
    [InlineData(AlarmState.Cleared, AlarmSeverity.Low, WarnOrder.Types.Severity.Notice, true)]
    [InlineData(AlarmState.Shelved, AlarmSeverity.High, WarnOrder.Types.Severity.Danger, true)]
    [InlineData(AlarmState.Closed, AlarmSeverity.High, WarnOrder.Types.Severity.Danger, true)]
    public void OrderOf_EachState_ShownWhileItHoldsAndTakenAwayAfter(
        AlarmState state, AlarmSeverity severity, WarnOrder.Types.Severity shown, bool over)
    {
        var order = DriverWarnings.OrderOf(Make(state, severity, "lane"));
        Assert.Equal(("alarm-7", shown, "acme/truck stands in lane, where vehicles drive", over), (order.Id, order.Severity, order.Text, order.Over));
    }

    [Fact]
    public void OrderOf_ZoneOfAStrangeName_OneLineOf200Characters()
    {
        var text = DriverWarnings.OrderOf(Make(AlarmState.Raised, AlarmSeverity.High, "a\nb" + new string('x', 300))).Text;
        Assert.Equal(200, text.Length);
        Assert.DoesNotContain(text, char.IsControl);
    }

    [Fact]
    public void Warn_MoreThanMayWait_OldestGoesUnsentAndIsCounted()
    {
        using var warnings = new DriverWarnings(null!, null!, NullLogger<DriverWarnings>.Instance);
        for (var i = 0; i < DriverWarnings.MaximumWaiting + 3; i++)
            warnings.Warn(Truck, Make(AlarmState.Raised, AlarmSeverity.High, "lane"));
        Assert.Equal((0L, 3L), (warnings.Sent, warnings.Unsent));
    }

    [Fact]
    public async Task Warn_VehicleThatIsOffline_NothingIsSentAndItIsCounted()
    {
        await using var rooms = new Rooms();
        var states = new VehicleStates(rooms.Catalogue, TimeProvider.System);
        Assert.True(states.TrySet(Truck, Encoding.UTF8.GetBytes(Topics.Offline)));
        // Without a sender: it would fail if it was asked.
        using var warnings = new DriverWarnings(null!, states, NullLogger<DriverWarnings>.Instance);
        await warnings.StartAsync(CancellationToken.None);
        warnings.Warn(Truck, Make(AlarmState.Raised, AlarmSeverity.High, "lane"));
        await Eventually.IsTrueAsync(() => warnings.Unsent == 1);
        warnings.Warn(Truck, Make(AlarmState.Cleared, AlarmSeverity.High, "lane"));
        await Eventually.IsTrueAsync(() => warnings.Unsent == 2);
        Assert.Equal(0, warnings.Sent);
        await warnings.StopAsync(CancellationToken.None);
    }

    private static Alarm Make(AlarmState state, AlarmSeverity severity, string zone) =>
        new(7, new AlarmKey(AlarmKind.Stopped, zone, Truck), severity) { State = state, IsHolding = true, Since = 0, RaisedAt = 0 };
}
