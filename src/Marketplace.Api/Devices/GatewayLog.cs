using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Marketplace.Api.Devices;

/// <summary>What the gateway says.</summary>
internal static partial class GatewayLog
{
    [LoggerMessage(3101, LogLevel.Information, "Devices connect at mqtt://{Address}.")]
    public static partial void Listening(this ILogger log, EndPoint address);

    [LoggerMessage(3102, LogLevel.Information, "Device {Device} was refused: {Code}.")]
    public static partial void Refused(this ILogger log, string device, string code);

    [LoggerMessage(3103, LogLevel.Warning, "Device {Device} was disconnected: {Reason}.")]
    public static partial void Dropped(this ILogger log, string device, string reason);

    [LoggerMessage(3104, LogLevel.Warning, "Readings of device {Device} could not be stored; it will send them again.")]
    public static partial void NotStored(this ILogger log, string device, Exception fault);

    [LoggerMessage(3105, LogLevel.Warning, "Device {Device} could not be announced.")]
    public static partial void NotAnnounced(this ILogger log, string device, Exception fault);

    [LoggerMessage(3106, LogLevel.Warning, "A device connection was not accepted: {Error}.")]
    public static partial void NotAccepted(this ILogger log, SocketError error);

    [LoggerMessage(3107, LogLevel.Warning, "A device connection was closed: {Limit} devices are connected, which is the limit.")]
    public static partial void Full(this ILogger log, int limit);

    [LoggerMessage(3108, LogLevel.Debug, "A device connection broke: {Kind}.")]
    public static partial void Broken(this ILogger log, string kind);

    [LoggerMessage(3109, LogLevel.Warning, "The directory could not be asked about device {Device}.")]
    public static partial void NoDirectory(this ILogger log, string device, Exception fault);

    [LoggerMessage(3110, LogLevel.Warning, "The directory could not be asked whether the tokens of {Count} connections still stand.")]
    public static partial void NotChecked(this ILogger log, int count, Exception fault);
}
