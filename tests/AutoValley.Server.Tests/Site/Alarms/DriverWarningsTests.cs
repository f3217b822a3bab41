using AutoValley.Server.Site.Alarms;
using AutoValley.Site.Alarms;
using AutoValley.V1;
using Alarm = AutoValley.Site.Alarms.Alarm;
using AlarmKind = AutoValley.Site.Alarms.AlarmKind;
using AlarmSeverity = AutoValley.Site.Alarms.AlarmSeverity;
using AlarmState = AutoValley.Site.Alarms.AlarmState;

namespace AutoValley.Server.Tests.Site.Alarms;

public sealed class DriverWarningsTests
{
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

    private static Alarm Make(AlarmState state, AlarmSeverity severity, string zone) =>
        new(7, new AlarmKey(AlarmKind.Stopped, zone, new("acme", "truck")), severity) { State = state, IsHolding = true, Since = 0, RaisedAt = 0 };
}
