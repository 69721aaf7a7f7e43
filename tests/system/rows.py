"""Rows of the API: the vendor's published sample, and made-up ones."""

from datetime import datetime, timedelta, timezone

SAMPLE_ROW = {
    "agent_name": "thanhhoang",
    "b_cid_num": "0914237383",
    "call_id": "df3bd13a-0cb4-455a-ac70-92ed00e13dd7",
    "call_state": "ONCALL",
    "call_time": "2023-04-10 17:02:51",
    "cid_num": "0914237383",
    "destination": "24052364",
    "direction": "outbound",
    "domain_name": "tp.tel4vn.com",
    "domain_uuid": "32f0b0ea-8489-4217-acc7-caeaf58b8bbe",
    "extension": "107",
    "extension_uuid": "290619f4-c6db-40b2-8bb5-38f0ae5c3185",
    "last_name": "",
    "middle_name": "",
    "first_name": "Hoàng Thị Thanh",
    "network_ip": "113.22.113.102",
    "server_host": "203.205.6.79",
    "user_agent": "Pitel/3.20.5",
    "user_uuid": "",
    "username": "thanhhoang",
}

# The texts of the sample that must never be shown.
SAMPLE_PERSONAL = tuple(
    SAMPLE_ROW[key]
    for key in (
        "agent_name",
        "b_cid_num",
        "call_id",
        "destination",
        "domain_uuid",
        "extension_uuid",
        "first_name",
        "network_ip",
    )
)

TENANT = "one.example.com"


def local_time(age_seconds):
    """The `call_time` of that many seconds ago, as the platform writes it."""
    platform = timezone(timedelta(hours=7))
    then = datetime.now(platform) - timedelta(seconds=age_seconds)
    return then.strftime("%Y-%m-%d %H:%M:%S")


def ringing_row(extension, call_id, caller="0900000123", age_seconds=10):
    """An inbound leg: phone `extension` rings for `caller`."""
    return {
        "call_id": call_id,
        "call_state": "RINGING",
        "call_time": local_time(age_seconds),
        "cid_num": caller,
        "b_cid_num": "1900000001",
        "destination": str(extension),
        "direction": "inbound",
        "domain_name": TENANT,
        "extension": str(extension),
        "extension_uuid": f"extension-{extension}",
        "server_host": "203.0.113.1",
        "user_agent": "MicroSIP/3.21.3",
    }


NO_TIME = "1970-01-01T08:00:00+08:00"


def queue_row(call_uuid, status="Waiting", age_seconds=10, **fields):
    """A caller in a queue, who joined that many seconds ago."""
    platform = timezone(timedelta(hours=7))
    joined = datetime.now(platform) - timedelta(seconds=age_seconds)
    return {
        "call_center_queue_uuid": "7d3c7cb1-52b3-4f0e-8f3c-1d8a9b0c2e4f",
        "call_center_queue_name": "Sales",
        "call_center_agent_uuid": "",
        "call_center_agent_name": "",
        "mobile": "0900000123",
        "status": status,
        "joined_time": joined.isoformat(timespec="milliseconds"),
        "abandoned_time": NO_TIME,
        "bridged_time": NO_TIME,
        "rejoined_time": NO_TIME,
        "call_uuid": call_uuid,
    } | fields
